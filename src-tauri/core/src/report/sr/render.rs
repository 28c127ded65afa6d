//! The tree written out: one line an item, `name: value`, children two spaces
//! deeper; a container or a text under a known heading opens a section.

use super::super::ReferencedInstance;
use super::super::sections::{Section, SectionKind, kind_of};
use super::super::text::TEXT_MAX;
use super::content;
use crate::dataset::Item;
use crate::tags;
use crate::warning::{Warning, Warnings};

/// Deeper than any real tree; the data set's own limit is 64 sequences.
const DEPTH_MAX: usize = 64;

pub(super) struct Rendered {
    pub(super) text: String,
    pub(super) sections: Vec<Section>,
    pub(super) image_uids: Vec<ReferencedInstance>,
}

pub(super) fn render(root: Item<'_>, warnings: &mut Warnings) -> Rendered {
    let rendered = Rendered {
        text: String::new(),
        sections: Vec::new(),
        image_uids: Vec::new(),
    };
    let mut writer = Writer {
        rendered,
        is_open: false,
        is_full: false,
    };
    if let Some(title) = content::code_meaning(root, tags::CONCEPT_NAME_CODE_SEQUENCE) {
        writer.line(0, &title);
    }
    for item in root.items(tags::CONTENT_SEQUENCE) {
        writer.top_item(item);
    }
    writer.close();
    if writer.is_full {
        warnings.push(Warning::ReportTextCut);
    }
    writer.rendered
}

struct Writer {
    rendered: Rendered,
    /// The last section still grows.
    is_open: bool,
    is_full: bool,
}

impl Writer {
    /// A child of the root: a section of its own when it is a container with a
    /// name, or a text under a known heading.
    fn top_item(&mut self, item: Item<'_>) {
        let value_type = content::value_type(item);
        let name =
            content::code_meaning(item, tags::CONCEPT_NAME_CODE_SEQUENCE).unwrap_or_default();
        let kind = kind_of(&name);
        match value_type.as_str() {
            "CONTAINER" if !name.is_empty() => {
                self.heading(&name, kind);
                for child in item.items(tags::CONTENT_SEQUENCE) {
                    self.second_item(child, kind);
                }
                self.close();
            }
            "TEXT" if kind != SectionKind::Other => self.text_section(item, &name, kind),
            _ => self.item(item, 0),
        }
    }

    /// A grandchild of the root: a section only under a wrapper that is none itself.
    fn second_item(&mut self, item: Item<'_>, parent: SectionKind) {
        let value_type = content::value_type(item);
        let name =
            content::code_meaning(item, tags::CONCEPT_NAME_CODE_SEQUENCE).unwrap_or_default();
        let kind = kind_of(&name);
        if parent != SectionKind::Other || kind == SectionKind::Other {
            return self.item(item, 0);
        }
        match value_type.as_str() {
            "CONTAINER" => {
                self.heading(&name, kind);
                for child in item.items(tags::CONTENT_SEQUENCE) {
                    self.item(child, 0);
                }
                self.close();
            }
            "TEXT" => self.text_section(item, &name, kind),
            _ => self.item(item, 0),
        }
    }

    fn text_section(&mut self, item: Item<'_>, name: &str, kind: SectionKind) {
        self.heading(name, kind);
        self.line(0, &content::value(item, "TEXT").unwrap_or_default());
        for child in item.items(tags::CONTENT_SEQUENCE) {
            self.item(child, 1);
        }
        self.close();
    }

    fn item(&mut self, item: Item<'_>, depth: usize) {
        if depth > DEPTH_MAX || self.is_full {
            self.is_full |= depth > DEPTH_MAX;
            return;
        }
        let value_type = content::value_type(item);
        let name = content::code_meaning(item, tags::CONCEPT_NAME_CODE_SEQUENCE);
        // An item without a name is called what the standard calls it.
        let name = name.unwrap_or_else(|| match value_type.as_str() {
            "" => item.text(tags::RELATIONSHIP_TYPE).unwrap_or_default(),
            "TEXT" | "CONTAINER" => String::new(),
            other => other.to_owned(),
        });
        let value = content::value(item, &value_type);
        let line = match (name.is_empty(), value) {
            (false, Some(value)) => format!("{name}: {value}"),
            (true, Some(value)) => value,
            (_, None) => name,
        };
        if !line.trim().is_empty() {
            let start = self.line(depth, line.trim_end());
            self.note_instances(item, start);
        }
        for child in item.items(tags::CONTENT_SEQUENCE) {
            self.item(child, depth + 1);
        }
    }

    /// Where in the line each referenced instance stands.
    fn note_instances(&mut self, item: Item<'_>, line_start: usize) {
        let mut from = line_start;
        for mut instance in content::referenced(item) {
            let written = instance.written();
            if let Some(at) = self
                .rendered
                .text
                .get(from..)
                .and_then(|line| line.find(&written))
            {
                instance.range = from + at..from + at + written.len();
                from = instance.range.end;
                self.rendered.image_uids.push(instance);
            }
        }
    }

    fn heading(&mut self, name: &str, kind: SectionKind) {
        self.close();
        if !self.rendered.text.is_empty() {
            self.rendered.text.push('\n');
        }
        let start = self.rendered.text.len();
        self.rendered.text.push_str(name);
        let end = self.rendered.text.len();
        self.rendered.text.push('\n');
        self.rendered.sections.push(Section {
            heading: name.to_owned(),
            heading_range: start..end,
            range: end + 1..end + 1,
            kind,
        });
        self.is_open = true;
    }

    /// Writes a line, or the lines of a long text; gives where it starts.
    fn line(&mut self, depth: usize, line: &str) -> usize {
        if !self.is_open {
            let start = self.rendered.text.len() + usize::from(!self.rendered.text.is_empty());
            if !self.rendered.text.is_empty() {
                self.rendered.text.push('\n');
            }
            self.rendered.sections.push(Section {
                heading: String::new(),
                heading_range: start..start,
                range: start..start,
                kind: SectionKind::Other,
            });
            self.is_open = true;
        }
        if self.rendered.text.len() + line.len() > TEXT_MAX {
            self.is_full = true;
            return self.rendered.text.len();
        }
        for _ in 0..depth.min(8) {
            self.rendered.text.push_str("  ");
        }
        let start = self.rendered.text.len();
        self.rendered.text.push_str(line);
        self.rendered.text.push('\n');
        start
    }

    fn close(&mut self) {
        let text = &self.rendered.text;
        let end = text.len() - (text.len() - text.trim_end().len());
        if self.is_open
            && let Some(last) = self.rendered.sections.last_mut()
        {
            last.range.end = end.max(last.range.start);
            // A heading without a body: the range must still lie in the text.
            if last.range.start > end {
                last.range = last.heading_range.end..last.heading_range.end;
            }
        }
        self.is_open = false;
    }
}
