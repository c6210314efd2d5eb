#!/usr/bin/env python3
"""Sets Workshare up beside this file where it is not yet, and runs it. Needs nothing but Python.

Written in the syntax of Python 3.6, so that an old Python can say what is wrong instead of stumbling over it.
"""

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time

HELP = """\
usage: python3 run.py VERB [...]

  plan [PROGRAMME] [...]   plan a programme (the bundled one if none is named)
  test [--full]            run every check, the tests last
  test PYTEST-ARGUMENTS    run pytest alone, with these arguments
  WORD [...]               any other word goes to workshare as it is
  -h, --help               this help

The first run sets everything up in .venv, which may take a minute.
"""
ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
TOOLS = os.path.join(ROOT, ".tools")
STAMP = os.path.join(VENV, "workshare-stamp.json")
SCRIPTS, SUFFIX = ("Scripts", ".exe") if os.name == "nt" else ("bin", "")

OLDEST = (3, 11)
NEWER_NAMES = ("python3.14", "python3.13", "python3.12", "python3.11", "python3", "python")
ASK_PYTHON = "import sys; sys.version_info >= {} or sys.exit(1); print(sys.executable)".format(OLDEST)
ASK_VENV = "import venv, ensurepip"
VENV_MISSING = """\
Setting up needs Python's venv module, which this system packages apart. Install it with
sudo apt-get install -y python3-venv"""
PYTHON_MISSING = """\
Workshare needs Python {}.{} or newer; this is Python {}.{}, and no newer one was found."""

CHECKS = (
    ("ruff check", ["ruff", "check"]),
    ("ruff format", ["ruff", "format", "--check"]),
    ("mypy", ["mypy", "--strict"]),
    ("lint-imports", ["lint-imports"]),
)


class SetUpError(Exception):
    """What keeps Workshare from being set up: words for the user, and the exit code."""


def main(words):
    """Does what the command line asks for and returns the exit code."""
    if not words or words[0] in ("-h", "--help"):
        sys.stdout.write(HELP)
        return 0
    try:
        if words[0] == "test":
            set_up("dev")
            return test(words[1:])
        set_up("run")
        return become([tool("workshare"), *words])
    except SetUpError as why:
        sys.stderr.write("{}\n".format(why.args[0]))
        return why.args[1]
    except OSError as why:
        sys.stderr.write("run.py: {}\n".format(why))
        return 1
    except KeyboardInterrupt:
        return 130


# ------------------------------------------------------------------ what is run


def test(words):
    """Runs every check and then pytest; with arguments for pytest, pytest alone."""
    environ = child_environ()
    if "--full" in words:
        environ["WORKSHARE_FULL"] = "1"
    words = [word for word in words if word != "--full"]
    failed = [name for name, command in CHECKS if not check(name, command, environ)] if not words else []
    if failed:
        show("failed so far: {}\n".format(", ".join(failed)).encode())
    code = subprocess.call([tool("pytest"), *words], cwd=ROOT, env=environ)
    return exit_code(code) or int(bool(failed))


def check(name, command, environ):
    """Whether a check passes; prints its line, and what it found before that."""
    began = time.time()
    done = subprocess.run(
        [tool(command[0]), *command[1:]],
        cwd=ROOT,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    passed = done.returncode == 0
    line = "{:<13} {:<6} {:5.1f} s\n".format(name, "ok" if passed else "FAILED", time.time() - began)
    show((b"" if passed else done.stdout) + line.encode())
    return passed


def show(text):
    """Prints bytes as they are, at once."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text)
    sys.stdout.buffer.flush()


def become(command):
    """Runs a command in the place of this process; where the system cannot do that, waits for it."""
    sys.stdout.flush()
    if os.name == "nt":
        return subprocess.call(command, env=child_environ())
    return os.execve(command[0], command, child_environ())


def exit_code(code):
    """A child's return code as a shell gives it: 128 and the signal, if a signal ended it."""
    return code if code >= 0 else 128 - code


def child_environ():
    """The environment for uv and for what lies in .venv; what Python compiles there may stay, or each start waits."""
    left_out = ("VIRTUAL_ENV", "PYTHONDONTWRITEBYTECODE")
    environ = {name: value for name, value in os.environ.items() if name not in left_out}
    environ["UV_PYTHON_DOWNLOADS"] = "never"
    return environ


def tool(name, folder=VENV):
    """The path of a command in a virtual environment."""
    return os.path.join(folder, SCRIPTS, name + SUFFIX)


# ------------------------------------------------------------------ .venv


def set_up(level):
    """Brings .venv to what the pins say, at least to a level: run, or dev, which holds run."""
    if read_stamp() != wanted(level) or not os.path.exists(tool("python")):
        with one_at_a_time():
            make(level)


def read_stamp():
    """What .venv was made from; empty if it is not there or was not finished."""
    try:
        with open(STAMP) as file:
            return dict(json.load(file))
    except (OSError, ValueError, TypeError):
        return {}


def wanted(level):
    """The stamp of a finished .venv; one that is at dev stays there."""
    level = "dev" if read_stamp().get("level") == "dev" else level
    return {"level": level, "pins": digest(pins(level)), "project": digest("pyproject.toml")}


def pins(level):
    """The file of a level's pins."""
    return os.path.join("requirements", level + ".txt")


def digest(name):
    """The sha256 of a file of this repository and of where the repository lies."""
    with open(os.path.join(ROOT, name), "rb") as file:
        return hashlib.sha256(ROOT.encode("utf-8", "surrogateescape") + b"\0" + file.read()).hexdigest()


def make(level):
    """Makes .venv, or what is out of date in it; the stamp is there only while it is whole."""
    old, new = read_stamp(), wanted(level)
    whole = bool(old) and old["pins"] == digest(pins(old["level"])) and os.path.exists(tool("python"))
    if whole and old == new:
        return  # another run.py was quicker
    python = find_python()
    uv = find_uv(python)
    if whole:
        os.remove(STAMP)
    else:
        shutil.rmtree(VENV, ignore_errors=True)
        step([uv, "venv", "--python", python, VENV])
    install = [uv, "pip", "install", "--python", tool("python")]
    if not whole or old["level"] != new["level"]:
        say("setting up: {} packages…".format(count(pins(new["level"]))))
        step([*install, "--require-hashes", "-r", pins(new["level"])])
    step([*install, "--no-deps", "--no-build-isolation", "-e", "."])
    with open(STAMP, "w") as file:
        json.dump(new, file)


def count(name):
    """How many packages a file of pins names."""
    with open(os.path.join(ROOT, name)) as file:
        return sum("==" in line and not line.startswith((" ", "#")) for line in file)


def say(line):
    """Tells the user what takes its time."""
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


def step(command):
    """Runs a step of the set-up; shows what it printed only if it fails."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=child_environ(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        close_fds=False,  # so that the lock is held until the last of them has ended
    )
    if done.returncode:
        said = done.stdout.decode("utf-8", "replace").strip()
        raise SetUpError("setting up failed at: {}\n{}".format(" ".join(command), said), 1)


@contextlib.contextmanager
def one_at_a_time():
    """Lets one run.py at a time change .venv; the system lets go of the lock when its holder ends."""
    os.makedirs(TOOLS, exist_ok=True)
    with open(os.path.join(TOOLS, "lock"), "a") as file:
        if not lock(file, wait=False):
            say("waiting for another run.py, which is setting up…")
            while not lock(file, wait=True):
                pass
        os.set_inheritable(file.fileno(), True)
        yield


def lock(file, wait):
    """Whether an open file could be locked for this process."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


# ------------------------------------------------------------------ Python and uv


def find_python():
    """A Python that is new enough: this one, else one on PATH, else one that uv knows."""
    if sys.version_info >= OLDEST:
        return getattr(sys, "_base_executable", None) or sys.executable
    for path in filter(None, map(shutil.which, NEWER_NAMES)):
        found = answer([path, "-c", ASK_PYTHON])
        if found:
            return found
    uv = shutil.which("uv")
    found = uv and answer([uv, "python", "find", "--system", ">={}.{}".format(*OLDEST)])
    if not found:
        raise SetUpError(PYTHON_MISSING.format(*(OLDEST + tuple(sys.version_info[:2]))), 2)
    return found


def find_uv(python):
    """The uv on PATH, else our own in .tools, which is made if need be."""
    home = os.path.join(TOOLS, "uv-" + digest(pins("uv"))[:12])
    for path in filter(None, (shutil.which("uv"), tool("uv", home))):
        if answer([path, "--version"]):
            return path
    if answer([python, "-c", ASK_VENV + "; print(1)"]) is None:
        raise SetUpError(VENV_MISSING, 2)
    say("setting up: uv…")
    shutil.rmtree(home, ignore_errors=True)
    step([python, "-m", "venv", home])
    step([tool("python", home), "-m", "pip", "install", "--require-hashes", "-r", pins("uv")])
    return tool("uv", home)


def answer(command):
    """What a command prints, or None if it cannot be run or fails."""
    try:
        done = subprocess.run(
            command,
            env=child_environ(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    except OSError:
        return None
    said = done.stdout.decode("utf-8", "replace").strip()
    return said if done.returncode == 0 and said else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
