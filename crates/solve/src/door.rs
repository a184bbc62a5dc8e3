//! The only file that calls C: `HiGHS` behind functions that check every length and own what they open.
#![expect(unsafe_code, reason = "HiGHS is a C interface; this one file calls it and nothing else in the project does")]

use std::any::Any;
use std::cell::Cell;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::ptr::{self, NonNull};
use std::thread::ThreadId;

use highs_sys as c;

use crate::error::{Part, SolveError};
use crate::limits::{Limits, Progress, Watch, relative_gap};
use crate::model::{Kind, Model, Sense, same_length};

type Int = c::HighsInt;

/// Seconds between two words to the watch.
const SECONDS_BETWEEN_PROGRESS: f64 = 0.1;

/// One optimiser with one model in it; closed when dropped.
pub(crate) struct Door {
    highs: NonNull<c_void>,
    columns: usize,
    rows: usize,
    integers: bool,
}

// SAFETY: a HiGHS object holds no thread-local state of its own (its scheduler is made anew by the thread that runs it)
// and is reached only through `&self` and `&mut self` of the one owner.
unsafe impl Send for Door {}

impl Drop for Door {
    fn drop(&mut self) {
        // SAFETY: `highs` came from `Highs_create` and is destroyed once, here.
        unsafe { c::Highs_destroy(self.highs.as_ptr()) };
    }
}

/// What a run said, before anything is read from it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ran {
    pub status: Int,
    pub feasible: bool,
    pub objective: f64,
    pub bound: f64,
    pub iterations: u64,
    pub nodes: u64,
}

/// Values of columns and rows, and their duals.
pub(crate) struct Values {
    pub columns: Vec<f64>,
    pub rows: Vec<f64>,
    pub column_duals: Vec<f64>,
    pub row_duals: Vec<f64>,
}

/// Where each column and row stands: basic, at its lower or upper bound, free.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    columns: Vec<Int>,
    rows: Vec<Int>,
}

impl Door {
    /// Opens the optimiser, silent, with the model in it. The model has been checked.
    pub(crate) fn open(model: &Model, limits: &Limits) -> Result<Self, SolveError> {
        let door = Self::empty()?;
        door.limits(limits)?;
        door.pass(model)
    }

    fn empty() -> Result<Self, SolveError> {
        // SAFETY: takes nothing; gives a new object or null.
        let highs = NonNull::new(unsafe { c::Highs_create() }).ok_or(SolveError::Refused { call: "start" })?;
        let door = Self { highs, columns: 0, rows: 0, integers: false };
        door.set_bool(c"output_flag", false)?;
        // Primal simplex where the basis at hand keeps all rows (only costs have changed), dual where it does not: from a
        // basis, a fifth of the iterations of dual always.
        door.set_int(c"simplex_strategy", 0)?;
        Ok(door)
    }

    fn pass(mut self, model: &Model) -> Result<Self, SolveError> {
        let (columns, rows) = (model.column_count(), model.row_count());
        let nonzeros = model.values.len();
        let [columns_c, rows_c, nonzeros_c] =
            [int("columns", columns)?, int("rows", rows)?, int("coefficients", nonzeros)?];
        let starts = model.starts.iter().map(|&start| int("coefficients", start)).collect::<Result<Vec<Int>, _>>()?;
        let indices =
            model.columns.iter().map(|&column| int("columns", column as usize)).collect::<Result<Vec<Int>, _>>()?;
        let kinds: Vec<Int> = model.kind.iter().map(|&kind| kind_number(kind)).collect();
        self.integers = model.has_integers();
        // SAFETY: `Model::check` has seen that cost, lower, upper and kind have `columns` entries, row bounds `rows`,
        // starts `rows + 1`, indices and values `nonzeros`, starts rise from 0 to `nonzeros`, indices are below
        // `columns`. HiGHS copies all of them. The integrality is null for a model without integers, as its docs say.
        let status = unsafe {
            c::Highs_passModel(
                self.highs.as_ptr(),
                columns_c,
                rows_c,
                nonzeros_c,
                0,
                c::MATRIX_FORMAT_ROW_WISE,
                1,
                sense_number(model.sense),
                model.offset,
                model.cost.as_ptr(),
                model.lower.as_ptr(),
                model.upper.as_ptr(),
                model.row_lower.as_ptr(),
                model.row_upper.as_ptr(),
                starts.as_ptr(),
                indices.as_ptr(),
                model.values.as_ptr(),
                ptr::null(),
                ptr::null(),
                ptr::null(),
                if self.integers { kinds.as_ptr() } else { ptr::null() },
            )
        };
        accepted(status, "take the model")?;
        self.columns = columns;
        self.rows = rows;
        Ok(self)
    }

    pub(crate) fn columns(&self) -> usize {
        self.columns
    }

    pub(crate) fn rows(&self) -> usize {
        self.rows
    }

    pub(crate) fn limits(&self, limits: &Limits) -> Result<(), SolveError> {
        limits.check()?;
        self.set_double(c"time_limit", limits.seconds.unwrap_or(f64::INFINITY))?;
        self.set_double(c"mip_rel_gap", limits.gap)?;
        self.set_int(c"threads", int("threads", limits.threads.max(1))?)?;
        self.set_int(c"random_seed", Int::try_from(limits.seed & 0x7fff_ffff).unwrap_or(0))
    }

    fn set_double(&self, name: &CStr, value: f64) -> Result<(), SolveError> {
        // SAFETY: `name` ends with a nul and is only read.
        accepted(unsafe { c::Highs_setDoubleOptionValue(self.highs.as_ptr(), name.as_ptr(), value) }, "take a limit")
    }

    fn set_int(&self, name: &CStr, value: Int) -> Result<(), SolveError> {
        // SAFETY: as above.
        accepted(unsafe { c::Highs_setIntOptionValue(self.highs.as_ptr(), name.as_ptr(), value) }, "take a limit")
    }

    fn set_bool(&self, name: &CStr, value: bool) -> Result<(), SolveError> {
        // SAFETY: as above.
        accepted(
            unsafe { c::Highs_setBoolOptionValue(self.highs.as_ptr(), name.as_ptr(), Int::from(value)) },
            "take a limit",
        )
    }

    /// Leaves the search for plans to others, or takes it up again.
    pub(crate) fn seek_plans(&self, seek: bool) -> Result<(), SolveError> {
        self.set_bool(c"mip_heuristic_run_rens", seek)?;
        self.set_bool(c"mip_heuristic_run_rins", seek)?;
        self.set_bool(c"mip_heuristic_run_root_reduced_cost", seek)?;
        // trial branching is the one long step that `HiGHS` cannot be stopped in
        self.set_int(c"mip_pscost_minreliable", if seek { 8 } else { 1 })?;
        self.set_double(c"mip_heuristic_effort", if seek { 0.05 } else { 0.0 })
    }

    /// Runs; the watch is called from this thread only.
    pub(crate) fn run(&mut self, watch: &mut dyn Watch) -> Result<Ran, SolveError> {
        let _turn = Turn::take()?;
        // SAFETY: the scheduler belongs to this thread, and `Turn` has seen that no run is under way on it. It is made
        // anew because the number of threads may differ from the last run's.
        unsafe {
            c::Highs_resetGlobalScheduler(1);
            c::Highs_zeroAllClocks(self.highs.as_ptr());
        }
        let mut telling = Telling {
            watch,
            thread: std::thread::current().id(),
            cancelled: false,
            told: None,
            panic: None,
            highs: self.highs,
            columns: self.columns,
        };
        let data = (&raw mut telling).cast::<c_void>();
        // SAFETY: `data` points to `telling`, which lives until the callback is taken out again below.
        let status = unsafe {
            c::Highs_setCallback(self.highs.as_ptr(), Some(told), data);
            for kind in CALLBACKS {
                c::Highs_startCallback(self.highs.as_ptr(), kind);
            }
            let status = c::Highs_run(self.highs.as_ptr());
            c::Highs_setCallback(self.highs.as_ptr(), None, ptr::null_mut());
            status
        };
        if let Some(panic) = telling.panic.take() {
            resume_unwind(panic);
        }
        accepted(status, "solve the model")?;
        Ok(self.ran())
    }

    fn ran(&self) -> Ran {
        // SAFETY: only reads the object.
        let (status, objective) =
            unsafe { (c::Highs_getModelStatus(self.highs.as_ptr()), c::Highs_getObjectiveValue(self.highs.as_ptr())) };
        let count = |name: &CStr| u64::try_from(self.info_int(name)).unwrap_or(0);
        let mip = self.integers;
        let nodes = if mip { u64::try_from(self.info_long(c"mip_node_count")).unwrap_or(0) } else { 0 };
        Ran {
            status,
            feasible: self.info_int(c"primal_solution_status") == c::SOLUTION_STATUS_FEASIBLE,
            objective,
            bound: if mip { self.info_double(c"mip_dual_bound") } else { f64::NAN },
            iterations: count(c"simplex_iteration_count") + count(c"ipm_iteration_count"),
            nodes,
        }
    }

    fn info_int(&self, name: &CStr) -> Int {
        let mut value: Int = 0;
        // SAFETY: `name` ends with a nul, `value` is a place for one integer; on failure it keeps its 0.
        unsafe { c::Highs_getIntInfoValue(self.highs.as_ptr(), name.as_ptr(), &raw mut value) };
        value
    }

    fn info_long(&self, name: &CStr) -> i64 {
        let mut value = 0_i64;
        // SAFETY: as above.
        unsafe { c::Highs_getInt64InfoValue(self.highs.as_ptr(), name.as_ptr(), &raw mut value) };
        value
    }

    fn info_double(&self, name: &CStr) -> f64 {
        let mut value = f64::NAN;
        // SAFETY: as above.
        unsafe { c::Highs_getDoubleInfoValue(self.highs.as_ptr(), name.as_ptr(), &raw mut value) };
        value
    }

    pub(crate) fn values(&self) -> Result<Values, SolveError> {
        let mut values = Values {
            columns: vec![0.0; self.columns],
            rows: vec![0.0; self.rows],
            column_duals: vec![0.0; self.columns],
            row_duals: vec![0.0; self.rows],
        };
        // SAFETY: the four lists have as many places as the model has columns and rows.
        let status = unsafe {
            c::Highs_getSolution(
                self.highs.as_ptr(),
                values.columns.as_mut_ptr(),
                values.column_duals.as_mut_ptr(),
                values.rows.as_mut_ptr(),
                values.row_duals.as_mut_ptr(),
            )
        };
        accepted(status, "give its values")?;
        Ok(values)
    }

    pub(crate) fn set_sense(&mut self, sense: Sense) -> Result<(), SolveError> {
        // SAFETY: the number is one of the two that HiGHS knows.
        accepted(
            unsafe { c::Highs_changeObjectiveSense(self.highs.as_ptr(), sense_number(sense)) },
            "turn the objective",
        )
    }

    pub(crate) fn set_offset(&mut self, offset: f64) -> Result<(), SolveError> {
        // SAFETY: takes a number.
        accepted(unsafe { c::Highs_changeObjectiveOffset(self.highs.as_ptr(), offset) }, "change the objective")
    }

    /// `set` rises, without repeats, below the number of columns; `costs` is as long.
    pub(crate) fn set_costs(&mut self, set: &[usize], costs: &[f64]) -> Result<(), SolveError> {
        same_length("costs", set.len(), costs.len())?;
        let (count, set) = indices(Part::Column, set, self.columns)?;
        // SAFETY: both lists have `count` entries, the indices are of columns.
        let status = unsafe { c::Highs_changeColsCostBySet(self.highs.as_ptr(), count, set.as_ptr(), costs.as_ptr()) };
        accepted(status, "change costs")
    }

    /// As [`Door::set_costs`].
    pub(crate) fn set_column_bounds(&mut self, set: &[usize], lower: &[f64], upper: &[f64]) -> Result<(), SolveError> {
        same_length("lower bounds", set.len(), lower.len())?;
        same_length("upper bounds", set.len(), upper.len())?;
        let (count, set) = indices(Part::Column, set, self.columns)?;
        // SAFETY: the lists have `count` entries, the indices are of columns.
        let status = unsafe {
            c::Highs_changeColsBoundsBySet(self.highs.as_ptr(), count, set.as_ptr(), lower.as_ptr(), upper.as_ptr())
        };
        accepted(status, "change bounds of columns")
    }

    /// As [`Door::set_costs`], for rows.
    pub(crate) fn set_row_bounds(&mut self, set: &[usize], lower: &[f64], upper: &[f64]) -> Result<(), SolveError> {
        same_length("lower bounds", set.len(), lower.len())?;
        same_length("upper bounds", set.len(), upper.len())?;
        let (count, set) = indices(Part::Row, set, self.rows)?;
        // SAFETY: the lists have `count` entries, the indices are of rows.
        let status = unsafe {
            c::Highs_changeRowsBoundsBySet(self.highs.as_ptr(), count, set.as_ptr(), lower.as_ptr(), upper.as_ptr())
        };
        accepted(status, "change bounds of rows")
    }

    /// As [`Door::set_costs`].
    pub(crate) fn set_kinds(&mut self, set: &[usize], kinds: &[Kind]) -> Result<(), SolveError> {
        same_length("kinds", set.len(), kinds.len())?;
        let (count, set) = indices(Part::Column, set, self.columns)?;
        let numbers: Vec<Int> = kinds.iter().map(|&kind| kind_number(kind)).collect();
        // SAFETY: both lists have `count` entries, the indices are of columns.
        let status =
            unsafe { c::Highs_changeColsIntegralityBySet(self.highs.as_ptr(), count, set.as_ptr(), numbers.as_ptr()) };
        accepted(status, "change kinds")
    }

    /// Says whether any column is not continuous, which decides what a run gives.
    pub(crate) fn mark_integers(&mut self, integers: bool) -> Result<(), SolveError> {
        self.integers = integers;
        if integers {
            return Ok(());
        }
        // SAFETY: takes nothing else.
        accepted(unsafe { c::Highs_clearIntegrality(self.highs.as_ptr()) }, "relax the integers")
    }

    pub(crate) fn set_coefficient(&mut self, row: usize, column: usize, value: f64) -> Result<(), SolveError> {
        let (row, column) = (int("rows", row)?, int("columns", column)?);
        // SAFETY: HiGHS checks both numbers itself and refuses those outside.
        accepted(unsafe { c::Highs_changeCoeff(self.highs.as_ptr(), row, column, value) }, "change a coefficient")
    }

    /// Adds a row; the columns are distinct.
    pub(crate) fn add_row(&mut self, lower: f64, upper: f64, entries: &[(usize, f64)]) -> Result<(), SolveError> {
        let columns: Vec<usize> = entries.iter().map(|entry| entry.0).collect();
        let values: Vec<f64> = entries.iter().map(|entry| entry.1).collect();
        let (count, columns) = indices(Part::Column, &columns, self.columns)?;
        // SAFETY: both lists have `count` entries, the indices are of columns.
        let status =
            unsafe { c::Highs_addRow(self.highs.as_ptr(), lower, upper, count, columns.as_ptr(), values.as_ptr()) };
        accepted(status, "add a row")?;
        self.rows += 1;
        Ok(())
    }

    pub(crate) fn start_from(&mut self, values: &[f64]) -> Result<(), SolveError> {
        same_length("values to start from", self.columns, values.len())?;
        // SAFETY: one value per column; null is allowed for what is not given.
        let status = unsafe {
            c::Highs_setSolution(self.highs.as_ptr(), values.as_ptr(), ptr::null(), ptr::null(), ptr::null())
        };
        accepted(status, "start from these values")
    }

    pub(crate) fn basis(&self) -> Option<Basis> {
        if self.info_int(c"basis_validity") != c::kHighsBasisValidityValid {
            return None;
        }
        let mut basis = Basis { columns: vec![0; self.columns], rows: vec![0; self.rows] };
        // SAFETY: one place per column and per row.
        let status =
            unsafe { c::Highs_getBasis(self.highs.as_ptr(), basis.columns.as_mut_ptr(), basis.rows.as_mut_ptr()) };
        accepted(status, "give its basis").ok().map(|()| basis)
    }

    pub(crate) fn set_basis(&mut self, basis: &Basis) -> Result<(), SolveError> {
        same_length("columns of the basis", self.columns, basis.columns.len())?;
        same_length("rows of the basis", self.rows, basis.rows.len())?;
        // SAFETY: one entry per column and per row, each written by HiGHS itself.
        let status = unsafe { c::Highs_setBasis(self.highs.as_ptr(), basis.columns.as_ptr(), basis.rows.as_ptr()) };
        accepted(status, "take the basis")
    }

    /// Reads a model file with `HiGHS`' own reader, which tests our writers.
    #[cfg(test)]
    pub(crate) fn read(path: &std::path::Path, limits: &Limits) -> Result<Self, SolveError> {
        let mut door = Self::empty()?;
        door.limits(limits)?;
        let name = std::ffi::CString::new(path.to_string_lossy().as_bytes()).unwrap();
        // SAFETY: `name` ends with a nul; the counts are read back from the object.
        unsafe {
            accepted(c::Highs_readModel(door.highs.as_ptr(), name.as_ptr()), "read the file")?;
            door.columns = usize::try_from(c::Highs_getNumCol(door.highs.as_ptr())).unwrap();
            door.rows = usize::try_from(c::Highs_getNumRow(door.highs.as_ptr())).unwrap();
        }
        door.integers = true;
        Ok(door)
    }
}

thread_local! {
    static RUNNING: Cell<bool> = const { Cell::new(false) };
}

/// The right to run on this thread; a watch that tries to solve from inside a run is refused.
struct Turn;

impl Turn {
    fn take() -> Result<Self, SolveError> {
        if RUNNING.replace(true) {
            return Err(SolveError::Refused { call: "solve from inside a watch" });
        }
        Ok(Self)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        RUNNING.set(false);
    }
}

/// The calls of `HiGHS` that reach the watch; only an interrupt may end a run.
const CALLBACKS: [c_int; 6] = [
    c::kHighsCallbackSimplexInterrupt,
    c::kHighsCallbackIpmInterrupt,
    c::kHighsCallbackMipInterrupt,
    c::kHighsCallbackMipImprovingSolution,
    c::kHighsCallbackMipLogging,
    c::kHighsCallbackCallbackMipUserSolution,
];

/// What the callback needs, alive for one run.
struct Telling<'a> {
    watch: &'a mut dyn Watch,
    thread: ThreadId,
    cancelled: bool,
    told: Option<f64>,
    panic: Option<Box<dyn Any + Send>>,
    highs: NonNull<c_void>,
    columns: usize,
}

impl Telling<'_> {
    /// Calls the watch; a panic of it is kept until the run has ended.
    fn ask<T>(&mut self, question: impl FnOnce(&mut dyn Watch) -> T) -> Option<T> {
        let watch = &mut *self.watch;
        catch_unwind(AssertUnwindSafe(|| question(watch)))
            .map_err(|panic| {
                self.panic = Some(panic);
                self.cancelled = true;
            })
            .ok()
    }

    /// A plan of the watch, if it has one of the right length.
    fn better_plan(&mut self) -> Option<Vec<f64>> {
        let plan = self.ask(|watch| watch.better_plan())??;
        (plan.len() == self.columns && plan.iter().all(|value| value.is_finite())).then_some(plan)
    }

    fn tell(&mut self, kind: c_int, out: &c::HighsCallbackDataOut) {
        // SAFETY: only reads the clock of the object, on the thread that runs it.
        let seconds = unsafe { c::Highs_getRunTime(self.highs.as_ptr()) };
        if self.told.is_some_and(|told| seconds - told < SECONDS_BETWEEN_PROGRESS) {
            return;
        }
        self.told = Some(seconds);
        let mip = kind != c::kHighsCallbackSimplexInterrupt && kind != c::kHighsCallbackIpmInterrupt;
        let known = |value: f64| (mip && value.is_finite()).then_some(value);
        let (objective, bound) = (known(out.mip_primal_bound), known(out.mip_dual_bound));
        let gap = objective.zip(bound).map(|(objective, bound)| relative_gap(objective, bound));
        let progress = Progress { seconds, objective, bound, gap };
        if let Some(ControlFlow::Break(())) = self.ask(|watch| watch.progress(&progress)) {
            self.cancelled = true;
        }
    }
}

/// Called by `HiGHS`. From another thread than the one that runs it does nothing.
unsafe extern "C" fn told(
    kind: c_int,
    _message: *const c_char,
    out: *const c::HighsCallbackDataOut,
    answer: *mut c::HighsCallbackDataIn,
    data: *mut c_void,
) {
    if data.is_null() || out.is_null() {
        return;
    }
    let telling = data.cast::<Telling<'_>>();
    // SAFETY: `data` is the `Telling` of the run that is under way; `thread` is never written during it.
    if unsafe { (*telling).thread } != std::thread::current().id() {
        return;
    }
    // SAFETY: this is the thread of the run, which does nothing else until this call returns, so the borrow is the
    // only one; `out` and `answer` are HiGHS' own, alive for this call.
    unsafe {
        let telling = &mut *telling;
        if kind == c::kHighsCallbackCallbackMipUserSolution {
            if !telling.cancelled
                && let (Some(plan), Some(answer)) = (telling.better_plan(), answer.as_mut())
            {
                // the buffer is HiGHS' own and holds `user_solution_size` numbers
                if !answer.user_solution.is_null() && usize::try_from(answer.user_solution_size) == Ok(plan.len()) {
                    ptr::copy_nonoverlapping(plan.as_ptr(), answer.user_solution, plan.len());
                    answer.user_has_solution = 1;
                }
            }
            return;
        }
        if kind == c::kHighsCallbackMipImprovingSolution && !telling.cancelled {
            let solution = (*out).mip_solution;
            if !solution.is_null() && usize::try_from((*out).mip_solution_size) == Ok(telling.columns) {
                // as many numbers as there are columns, `HiGHS`' own, alive for this call
                let values = std::slice::from_raw_parts(solution, telling.columns);
                telling.ask(|watch| watch.found(values));
            }
        }
        if !telling.cancelled {
            telling.tell(kind, &*out);
        }
        let may_end = matches!(
            kind,
            c::kHighsCallbackSimplexInterrupt | c::kHighsCallbackIpmInterrupt | c::kHighsCallbackMipInterrupt
        );
        if let Some(answer) = answer.as_mut().filter(|_| may_end) {
            answer.user_interrupt = c_int::from(telling.cancelled);
        }
    }
}

fn accepted(status: Int, call: &'static str) -> Result<(), SolveError> {
    if status == c::STATUS_ERROR { Err(SolveError::Refused { call }) } else { Ok(()) }
}

fn int(what: &'static str, count: usize) -> Result<Int, SolveError> {
    Int::try_from(count).ok().filter(|&count| count < Int::MAX).ok_or(SolveError::TooLarge { what, count })
}

fn indices(part: Part, set: &[usize], below: usize) -> Result<(Int, Vec<Int>), SolveError> {
    if let Some(&index) = set.iter().find(|&&index| index >= below) {
        return Err(SolveError::OutOfRange { part, index, count: below });
    }
    let numbers = set.iter().map(|&index| int("entries", index)).collect::<Result<Vec<Int>, _>>()?;
    Ok((int("entries", set.len())?, numbers))
}

fn sense_number(sense: Sense) -> Int {
    match sense {
        Sense::Minimise => c::kHighsObjSenseMinimize,
        Sense::Maximise => c::kHighsObjSenseMaximize,
    }
}

fn kind_number(kind: Kind) -> Int {
    match kind {
        Kind::Continuous => c::kHighsVarTypeContinuous,
        Kind::Integer => c::kHighsVarTypeInteger,
        Kind::SemiContinuous => c::kHighsVarTypeSemiContinuous,
    }
}
