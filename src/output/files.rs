//! Output files that appear completely or not at all.
//!
//! Files are first written to a hidden folder next to their destination; [`Staging::commit`] then moves them into place.
//! A run that fails leaves no files behind, and those of an earlier run unchanged. A new folder appears at once. In an
//! existing folder the files are replaced one after the other; if one cannot be replaced, the previous ones are
//! restored. Only a process killed within these milliseconds can leave a mixture of two runs. Other files are never
//! touched, nor is a folder that has the name of a file to be written.
//!
//! A process killed earlier leaves its hidden folder behind. The folder contains a locked file, and the system releases
//! the lock when the process ends for whatever reason; the next run with the same destination then finds the lock free
//! and removes the folder. The file is empty until it is locked, and is removed before the lock is released, so that of
//! two simultaneous runs neither takes the folder of the other for abandoned.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// A file or folder could not be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot {doing} {path}: {problem}", path = path.display())]
pub struct FileError {
    /// What was attempted.
    pub doing: &'static str,
    /// The file or folder.
    pub path: PathBuf,
    /// The error of the operating system.
    pub problem: io::Error,
}

fn failed(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> FileError {
    let path = path.to_path_buf();
    move |problem| FileError { doing, path, problem }
}

/// A set of files to be moved to a folder together.
#[derive(Debug)]
pub struct Staging {
    target: PathBuf,
    hidden: PathBuf,
    /// Locked while the hidden folder is in use; `None` if the file system does not support locks.
    lock: Option<File>,
    /// Parent folders that were created for the target, outermost first.
    made: Vec<PathBuf>,
    names: Vec<String>,
    /// Names of files of an earlier run to be removed unless they are written again.
    outdated: Vec<String>,
}

impl Staging {
    /// Prepares to write to the folder `target`, which may exist.
    ///
    /// # Errors
    /// [`FileError`] if the folder or one of its parents cannot be created, is not a folder, or is not writable.
    pub fn new(target: &Path) -> Result<Self, FileError> {
        let exists = target.is_dir();
        if !exists && target.exists() {
            let problem = io::Error::new(ErrorKind::NotADirectory, "it is a file, not a folder");
            return Err(FileError { doing: "write to", path: target.into(), problem });
        }
        let parent = if exists { target } else { target.parent().unwrap_or(Path::new("")) };
        let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
        let made: Vec<PathBuf> = parent
            .ancestors()
            .take_while(|p| !p.as_os_str().is_empty() && !p.exists())
            .map(Path::to_path_buf)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect();
        let name = target.file_name().map_or("out".into(), |n| n.to_string_lossy().into_owned());
        let hidden = format!(".{name}.partial-");
        clear_abandoned(parent, &hidden);
        let mut staging = Self {
            target: target.into(),
            hidden: parent.join(format!("{hidden}{}", std::process::id())),
            lock: None,
            made,
            names: Vec::new(),
            outdated: Vec::new(),
        };
        // From here on, dropping `staging` clears away what was made.
        fs::create_dir_all(parent).map_err(failed("create folder", parent))?;
        fs::create_dir(&staging.hidden).map_err(failed("write to folder", parent))?;
        let lock = staging.hidden.join(LOCK);
        let mut file = File::create(&lock).map_err(failed("write", &lock))?;
        if file.try_lock().is_ok() {
            file.write_all(b"locked\n").map_err(failed("write", &lock))?;
            staging.lock = Some(file);
        }
        Ok(staging)
    }

    /// Adds a file; it becomes visible with [`Staging::commit`].
    ///
    /// # Errors
    /// [`FileError`] if the file cannot be written.
    pub fn add(&mut self, name: &str, content: &[u8]) -> Result<(), FileError> {
        let path = self.hidden.join(name);
        fs::write(&path, content).map_err(failed("write", &self.target.join(name)))?;
        self.names.push(name.into());
        Ok(())
    }

    /// Marks a file that an earlier run may have left in the folder, for [`Staging::commit`] to remove unless it is
    /// added again.
    pub fn outdate(&mut self, name: impl Into<String>) {
        self.outdated.push(name.into());
    }

    /// Moves everything into place and returns the names, in the order added.
    ///
    /// # Errors
    /// [`FileError`] if a file cannot be moved or removed.
    pub fn commit(mut self) -> Result<Vec<String>, FileError> {
        let lock = self.hidden.join(LOCK);
        fs::remove_file(&lock).map_err(failed("remove", &lock))?;
        self.lock = None;
        if self.target.is_dir() {
            let mut done = Vec::new();
            if let Err(error) = self.replace(&mut done) {
                for undo in done.into_iter().rev() {
                    // A failure to restore is ignored; the error that led here is returned.
                    let _ = match undo {
                        Undo::PutBack(from, to) => fs::rename(from, to),
                        Undo::Remove(path) => fs::remove_file(path),
                    };
                }
                return Err(error);
            }
        } else {
            fs::rename(&self.hidden, &self.target)
                .map_err(failed("create folder", &self.target))?;
        }
        self.made.clear();
        Ok(std::mem::take(&mut self.names))
    }

    /// Replaces and removes files in an existing folder, and records how to undo this.
    fn replace(&self, done: &mut Vec<Undo>) -> Result<(), FileError> {
        let aside = self.hidden.join(".replaced");
        fs::create_dir(&aside).map_err(failed("write to folder", &self.target))?;
        let exists = |path: &Path, doing| match fs::symlink_metadata(path) {
            Ok(there) if there.is_dir() => {
                let problem = io::Error::new(ErrorKind::IsADirectory, "it is a folder");
                Err(failed(doing, path)(problem))
            }
            Ok(_) => Ok(true),
            Err(e) if e.kind() == ErrorKind::NotFound => Ok(false),
            Err(e) => Err(failed(doing, path)(e)),
        };
        for name in self.outdated.iter().filter(|name| !self.names.contains(name)) {
            let (old, kept) = (self.target.join(name), aside.join(name));
            if exists(&old, "remove outdated")? {
                fs::rename(&old, &kept).map_err(failed("remove outdated", &old))?;
                done.push(Undo::PutBack(kept, old));
            }
        }
        for name in &self.names {
            let (to, kept) = (self.target.join(name), aside.join(name));
            // Link or copy the old file first, so that at any time either the old or the new one exists.
            let undo = match exists(&to, "replace")? {
                true => {
                    fs::hard_link(&to, &kept)
                        .or_else(|_| fs::copy(&to, &kept).map(drop))
                        .map_err(failed("replace", &to))?;
                    Undo::PutBack(kept, to.clone())
                }
                false => Undo::Remove(to.clone()),
            };
            fs::rename(self.hidden.join(name), &to).map_err(failed("replace", &to))?;
            done.push(undo);
        }
        Ok(())
    }
}

/// The file in a hidden folder that is locked while the folder is in use.
const LOCK: &str = ".lock";

/// Removes hidden folders in `place` left by a killed process: those whose lock was taken and is now free.
fn clear_abandoned(place: &Path, hidden: &str) {
    let abandoned =
        |lock: File| lock.metadata().is_ok_and(|lock| lock.len() > 0) && lock.try_lock().is_ok();
    // Errors are ignored: what remains is hidden and harmless.
    for entry in fs::read_dir(place).into_iter().flatten().flatten() {
        let left = entry.path();
        if entry.file_name().to_string_lossy().starts_with(hidden)
            && File::open(left.join(LOCK)).is_ok_and(abandoned)
        {
            let _ = fs::remove_dir_all(left);
        }
    }
}

/// How to undo one change.
enum Undo {
    PutBack(PathBuf, PathBuf),
    Remove(PathBuf),
}

impl Drop for Staging {
    /// Clears away the hidden folder and, unless the work was committed, the folders made for it.
    fn drop(&mut self) {
        self.lock = None;
        // Errors are ignored: what remains is hidden and harmless.
        let _ = fs::remove_dir_all(&self.hidden);
        for folder in self.made.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_new_folder_appears_with_everything_in_it() {
        let root = tempfile::tempdir().unwrap();
        let target = root.path().join("a/b");
        let mut staging = Staging::new(&target).unwrap();
        staging.add("x.txt", b"x").unwrap();
        assert!(!target.exists(), "nothing may be visible before the commit");
        assert_eq!(staging.commit().unwrap(), ["x.txt"]);
        assert_eq!(listing(&target), ["x.txt"]);
        assert_eq!(listing(&root.path().join("a")), ["b"]);
    }

    #[test]
    fn an_existing_folder_keeps_its_other_files() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("old.txt"), "old").unwrap();
        fs::write(root.path().join("x.txt"), "before").unwrap();
        fs::write(root.path().join("figure.png"), "of an earlier run").unwrap();
        let mut staging = Staging::new(root.path()).unwrap();
        staging.add("x.txt", b"after").unwrap();
        for name in ["x.txt", "figure.png", "never_there.png"] {
            staging.outdate(name);
        }
        staging.commit().unwrap();
        assert_eq!(listing(root.path()), ["old.txt", "x.txt"]);
        assert_eq!(fs::read_to_string(root.path().join("x.txt")).unwrap(), "after");
    }

    /// A folder that bears the name of a file to be written cannot be replaced; what was before it is undone.
    #[test]
    fn a_file_that_cannot_be_replaced_leaves_all_as_it_was() {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        fs::write(at("a.txt"), "before").unwrap();
        fs::write(at("figure.png"), "before").unwrap();
        fs::create_dir(at("z.txt")).unwrap();
        fs::write(at("z.txt").join("mine"), "mine").unwrap();
        let mut staging = Staging::new(root.path()).unwrap();
        for name in ["a.txt", "new.txt", "z.txt"] {
            staging.add(name, b"after").unwrap();
        }
        staging.outdate("figure.png");
        let message = staging.commit().unwrap_err().to_string();
        assert!(message.contains("z.txt") && message.contains("folder"), "{message}");
        assert_eq!(listing(root.path()), ["a.txt", "figure.png", "z.txt"]);
        for name in ["a.txt", "figure.png"] {
            assert_eq!(fs::read_to_string(at(name)).unwrap(), "before", "{name}");
        }
        assert_eq!(fs::read_to_string(at("z.txt").join("mine")).unwrap(), "mine");
    }

    #[test]
    fn work_given_up_leaves_nothing() {
        let root = tempfile::tempdir().unwrap();
        let mut staging = Staging::new(&root.path().join("a/b")).unwrap();
        staging.add("x.txt", b"x").unwrap();
        drop(staging);
        assert!(listing(root.path()).is_empty());
    }

    /// A folder whose lock nobody holds belongs to nobody; one whose lock is held, is about to be held (the
    /// file is empty), or is not there, is left alone.
    #[test]
    fn what_a_killed_process_left_is_cleared_away() {
        let root = tempfile::tempdir().unwrap();
        let target = root.path().join("x");
        let folder = |name: &str, lock: Option<&str>| {
            fs::create_dir(root.path().join(name)).unwrap();
            fs::write(root.path().join(name).join("x.txt"), "half").unwrap();
            if let Some(content) = lock {
                fs::write(root.path().join(name).join(LOCK), content).unwrap();
            }
        };
        folder(".x.partial-1", Some("locked\n"));
        folder(".x.partial-2", None);
        folder(".x.partial-3", Some(""));
        folder(".y.partial-1", Some("locked\n"));
        // The number of a process comes again, most of all in containers.
        folder(&format!(".x.partial-{}", std::process::id()), Some("locked\n"));
        let first = Staging::new(&target).unwrap();
        clear_abandoned(root.path(), ".x.partial-");
        assert!(first.hidden.join(LOCK).exists(), "it is in use");
        drop(first);
        assert_eq!(listing(root.path()), [".x.partial-2", ".x.partial-3", ".y.partial-1"]);
    }

    #[test]
    fn a_file_in_the_way_is_an_error_that_names_it() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("file");
        fs::write(&file, "").unwrap();
        for target in [file.clone(), file.join("below")] {
            let message = Staging::new(&target).unwrap_err().to_string();
            assert!(message.contains("file"), "{message}");
        }
        assert_eq!(listing(root.path()), ["file"]);
    }
}
