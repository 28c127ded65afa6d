//! The byte door: pixel frames, thumbnails and documents as raw bytes.
//!
//! Addresses are few and strict; anything else is refused before a file is
//! touched. Frames never travel as JSON, and no path ever comes in here: only
//! row numbers of the index.

use tauri::http::{Method, Request, Response, StatusCode, Uri, header};
use tauri::{Manager, UriSchemeContext, UriSchemeResponder, Wry};

use scanfolio_library::worker::Urgency;

use crate::error::{Code, DoorError};
use crate::platform::Platform;
use crate::state::{App, RequestId};
use crate::wire::{Holding, Key};

/// What the window asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// `/frame/{holding}/{instance}/{frame number}?r={request}`, and `&p=1`
    /// when it is asked for ahead of need.
    Frame {
        instance: Key,
        frame_number: u32,
        request: RequestId,
        urgency: Urgency,
    },
    /// `/thumb/{holding}/{series}/{stack number}`
    Thumbnail { series: Key, stack_number: u32 },
    /// `/document/{holding}/{report}`
    Document { report: Key },
}

/// Answers one request. Never blocks the window: the reply comes from a
/// worker's thread.
pub fn answer(
    context: UriSchemeContext<'_, Wry>,
    request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    let app = context.app_handle().clone();
    let asked = if context.webview_label() == "main" && is_from_us(&request) {
        parse(request.method(), request.uri())
    } else {
        Err(DoorError::new(Code::RequestRefused))
    };
    match asked {
        Err(error) => responder.respond(refusal(&error)),
        Ok(Asked::Frame {
            instance,
            frame_number,
            request,
            urgency,
        }) => {
            let app = app.state::<App>();
            app.frame(instance, frame_number, request, urgency, move |reply| {
                responder.respond(response(reply, "application/octet-stream"));
            });
        }
        Ok(Asked::Thumbnail {
            series,
            stack_number,
        }) => {
            tauri::async_runtime::spawn_blocking(move || {
                let reply = app
                    .state::<App>()
                    .guarded(|app| app.thumbnail(series, stack_number));
                responder.respond(response(reply, "image/png"));
            });
        }
        Ok(Asked::Document { report }) => {
            tauri::async_runtime::spawn_blocking(move || {
                let reply = app.state::<App>().guarded(|app| app.document(report));
                responder.respond(response(reply, "application/pdf"));
            });
        }
    }
}

/// A foreign origin is refused; no origin at all is our own `<img>`.
fn is_from_us(request: &Request<Vec<u8>>) -> bool {
    match request.headers().get(header::ORIGIN) {
        None => true,
        Some(origin) => origin.as_bytes() == Platform::here().own_origin().as_bytes(),
    }
}

/// # Errors
/// [`Code::RequestRefused`] for anything that is not exactly one of [`Asked`].
fn parse(method: &Method, uri: &Uri) -> Result<Asked, DoorError> {
    let refused = || DoorError::new(Code::RequestRefused);
    if method != Method::GET {
        return Err(refused());
    }
    let mut parts = uri.path().trim_start_matches('/').split('/');
    let what = parts.next().ok_or_else(refused)?;
    let holding = match parts.next() {
        Some("kept") => Holding::Kept,
        Some("looked") => Holding::Looked,
        Some("copying") => Holding::Copying,
        Some("reading") => Holding::Reading,
        _ => return Err(refused()),
    };
    let id = number(parts.next()).ok_or_else(refused)?;
    let key = Key { holding, id };
    let asked = match what {
        "frame" => {
            let frame_number = from_one(parts.next());
            let (request, urgency) = wish(uri.query()).ok_or_else(refused)?;
            Asked::Frame {
                instance: key,
                frame_number: frame_number.ok_or_else(refused)?,
                request,
                urgency,
            }
        }
        "thumb" => Asked::Thumbnail {
            series: key,
            stack_number: from_one(parts.next()).ok_or_else(refused)?,
        },
        "document" => Asked::Document { report: key },
        _ => return Err(refused()),
    };
    match parts.next() {
        None => Ok(asked),
        Some(_) => Err(refused()),
    }
}

/// A number that counts from 1.
fn from_one(part: Option<&str>) -> Option<u32> {
    let number = number(part).and_then(|number| u32::try_from(number).ok());
    number.filter(|number| *number > 0)
}

/// A number in plain digits; no sign, no spaces, nothing over 18 digits.
fn number(part: Option<&str>) -> Option<i64> {
    let part = part?;
    let is_plain =
        !part.is_empty() && part.len() <= 18 && part.bytes().all(|byte| byte.is_ascii_digit());
    if is_plain { part.parse().ok() } else { None }
}

fn wish(query: Option<&str>) -> Option<(RequestId, Urgency)> {
    let value = query?.strip_prefix("r=")?;
    let (id, urgency) = match value.strip_suffix("&p=1") {
        Some(id) => (id, Urgency::Prefetch),
        None => (value, Urgency::Wanted),
    };
    let id = number(Some(id)).and_then(|id| u32::try_from(id).ok())?;
    Some((RequestId(id), urgency))
}

fn response(reply: Result<Vec<u8>, DoorError>, content_type: &'static str) -> Response<Vec<u8>> {
    match reply {
        Err(error) => refusal(&error),
        Ok(body) => with_headers(Response::new(body), content_type),
    }
}

fn refusal(error: &DoorError) -> Response<Vec<u8>> {
    let body = serde_json::to_vec(&error.to_problem()).unwrap_or_default();
    let mut response = with_headers(Response::new(body), "application/json");
    *response.status_mut() = match error.code() {
        Code::Cancelled => StatusCode::CONFLICT,
        Code::NotHeld => StatusCode::NOT_FOUND,
        Code::RequestRefused => StatusCode::BAD_REQUEST,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    response
}

fn with_headers(mut response: Response<Vec<u8>>, content_type: &'static str) -> Response<Vec<u8>> {
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, content_type),
        (
            header::ACCESS_CONTROL_ALLOW_ORIGIN,
            Platform::here().own_origin(),
        ),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        headers.insert(name, header::HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(address: &str, expected: Option<Asked>) {
        let asked = parse(&Method::GET, &address.parse().unwrap()).ok();
        assert_eq!(asked, expected, "{address}");
    }

    #[test]
    fn only_the_three_addresses_are_understood() {
        let kept = |id| Key {
            holding: Holding::Kept,
            id,
        };
        check(
            "frames://localhost/frame/kept/12/3?r=7",
            Some(Asked::Frame {
                instance: kept(12),
                frame_number: 3,
                request: RequestId(7),
                urgency: Urgency::Wanted,
            }),
        );
        check(
            "frames://localhost/frame/kept/12/4?r=8&p=1",
            Some(Asked::Frame {
                instance: kept(12),
                frame_number: 4,
                request: RequestId(8),
                urgency: Urgency::Prefetch,
            }),
        );
        check(
            "frames://localhost/thumb/looked/5/2",
            Some(Asked::Thumbnail {
                series: Key {
                    holding: Holding::Looked,
                    id: 5,
                },
                stack_number: 2,
            }),
        );
        check(
            "frames://localhost/document/kept/9",
            Some(Asked::Document { report: kept(9) }),
        );
    }

    #[test]
    fn anything_else_is_refused_before_a_file_is_touched() {
        for address in [
            "frames://localhost/",
            "frames://localhost/frame/kept/12/0?r=1",
            "frames://localhost/frame/kept/12/3",
            "frames://localhost/frame/kept/12/3?p=1",
            "frames://localhost/frame/kept/12/3?p=1&r=1",
            "frames://localhost/frame/kept/12/3?r=1&p=0",
            "frames://localhost/frame/kept/12/3?r=1&p=2",
            "frames://localhost/frame/kept/12/3?r=1&p=1&p=1",
            "frames://localhost/frame/kept/12/3?r=1&q=1",
            "frames://localhost/frame/kept/-1/3?r=1",
            "frames://localhost/frame/kept/12/3/4?r=1",
            "frames://localhost/frame/kept/99999999999999999999/1?r=1",
            "frames://localhost/frame/elsewhere/1/1?r=1",
            "frames://localhost/thumb/kept/..%2f..%2fetc%2fpasswd",
            "frames://localhost/thumb/kept/1",
            "frames://localhost/thumb/kept/1/0",
            "frames://localhost/thumb/kept/1/2/3",
            "frames://localhost/secret/kept/1",
        ] {
            check(address, None);
        }
        assert!(
            parse(
                &Method::POST,
                &"frames://localhost/thumb/kept/1".parse().unwrap()
            )
            .is_err()
        );
    }
}
