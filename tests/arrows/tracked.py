"""The files of the repository: what git tracks or would (new files too); in an unpacked archive, every file."""

import subprocess
from pathlib import Path

BUILT = {"build", ".git"}


def tracked_files(root):
    root = Path(root)
    listed = subprocess.run(
        ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        capture_output=True, check=False) if (root / ".git").exists() else None
    if listed is not None and listed.returncode == 0:
        names = [name for name in listed.stdout.decode("utf-8").split("\0") if name]
    else:
        names = [str(path.relative_to(root)) for path in root.rglob("*")]
    return [name for name in names if Path(name).parts[0] not in BUILT and (root / name).is_file()]
