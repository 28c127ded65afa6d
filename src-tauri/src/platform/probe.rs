//! The proof that the proof can fail: debug builds only.
//!
//! With `SCANFOLIO_TEST_CANARY` set to an address on this machine, the page
//! itself tries to reach it in the one way the content security policy does
//! not stop. The end-to-end check expects no connection with the network
//! filter, and one without it.

/// A script for the page, when a test asked for it.
#[must_use]
pub fn canary_script() -> Option<String> {
    let address = std::env::var("SCANFOLIO_TEST_CANARY").ok()?;
    let is_local = address.starts_with("http://127.0.0.1:")
        && address
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b":/.-".contains(&byte));
    is_local.then(|| {
        format!(
            "addEventListener('DOMContentLoaded', () => {{
               for (const rel of ['preconnect', 'dns-prefetch', 'prefetch']) {{
                 const link = document.createElement('link');
                 link.rel = rel;
                 link.href = '{address}';
                 document.head.append(link);
               }}
               fetch('{address}').catch(() => undefined);
               new Image().src = '{address}/canary.png';
             }});"
        )
    })
}
