//! How far a search is, told to whoever shows progress.

use city::Progress;
use solve::Watch;
use std::ops::ControlFlow;

/// Tells a search's progress, and stops it when somebody asks to.
pub struct Told<'a>(pub &'a dyn Progress);

impl Watch for Told<'_> {
    fn progress(&mut self, progress: &solve::Progress) -> ControlFlow<()> {
        let gap = progress.gap.filter(|gap| gap.is_finite()).map(|gap| format!(", gap {:.1} %", gap * 100.0));
        let best = progress.objective.map(|best| format!(", best {best:.4e}"));
        let words =
            format!("searching {:.0} s{}{}", progress.seconds, best.unwrap_or_default(), gap.unwrap_or_default());
        self.0.at(&words, 0, 0);
        if self.0.cancelled() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}
