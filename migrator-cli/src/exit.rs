//! How a program ends, for scripts: written down in `docs/cli.md`, and kept.

use std::process::ExitCode;

/// What the exit code says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// What was asked for is done.
    Done,
    /// It failed.
    Failed,
    /// It was not understood.
    Misused,
    /// With `--exit-code`: the database, or the folder, waits for work.
    Pending,
    /// With `--exit-code`: people must decide something first.
    Conflict,
    /// Ctrl-C.
    Interrupted,
    /// As the application has ended, which cargo's door called.
    #[cfg(feature = "cargo")]
    Applications(u8),
}

impl Exit {
    /// Returns the number.
    pub(crate) const fn number(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed => 1,
            Self::Misused => 2,
            Self::Pending => 3,
            Self::Conflict => 4,
            // 128 and the number of SIGINT, as shells say it.
            Self::Interrupted => 130,
            #[cfg(feature = "cargo")]
            Self::Applications(code) => code,
        }
    }

    /// Takes over how the application has ended.
    #[cfg(feature = "cargo")]
    pub(crate) fn of_application(code: i32) -> Self {
        u8::try_from(code).map_or(Self::Failed, Self::Applications)
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.number())
    }
}
