//! Looks: how the cells of a template look.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// How cells look.
pub(super) struct Looks {
    pub(super) plain: Format,
    pub(super) title: Format,
    pub(super) caption: Format,
    pub(super) header: Format,
    pub(super) small: Format,
    pub(super) names: Format,
    pub(super) place: Format,
    pub(super) open: Format,
    pub(super) input: Format,
    pub(super) first: Format,
}

impl Looks {
    pub(super) fn new() -> Self {
        let grey = Color::RGB(0x00EE_EEEE);
        let line = Color::RGB(0x00B0_B0B0);
        let base = Format::new().set_font_name("Calibri").set_font_size(10);
        let header = base.clone().set_background_color(grey).set_align(FormatAlign::Top).set_text_wrap();
        let open = base.clone().set_unlocked().set_border(FormatBorder::Hair).set_border_color(line);
        Self {
            plain: base.clone(),
            title: base.clone().set_bold().set_font_size(14),
            caption: header.clone().set_bold(),
            small: header.clone().set_font_size(9).set_font_color(Color::RGB(0x0044_4444)),
            names: header.clone().set_font_size(7).set_font_color(Color::RGB(0x0077_7777)),
            place: base.clone().set_background_color(grey),
            first: open.clone().set_border_left(FormatBorder::Thin),
            input: open.clone().set_background_color(Color::RGB(0x00FF_F8DC)),
            header: header.set_bold(),
            open,
        }
    }
}
