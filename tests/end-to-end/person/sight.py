"""What a person sees of a program and does to it, through the accessibility bus (AT-SPI): names, roles and states of
what is on the screen; pressing, and typing on a real keyboard (XTEST). Nothing of the program is known here."""
import struct
import zlib

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

EVENTS = [
    "object:children-changed", "object:state-changed:showing", "object:state-changed:focused",
    "object:property-change:accessible-name", "object:text-changed", "object:visible-data-changed", "window:activate",
    "window:create",
]
TEXT_ROLES = {Atspi.Role.ENTRY, Atspi.Role.TEXT, Atspi.Role.PASSWORD_TEXT}
LOOK_AGAIN_S = 2  # a person looks up now and then, whatever happens
CONTROL, SHIFT = 37, 50  # key codes of evdev keyboards, Xvfb's too


class Unusable(LookupError):
    """A thing that does not take what is done to it; it may have left the screen since it was seen."""


class Thing:
    """One accessible object that is on the screen, as it was when it was looked at."""

    def __init__(self, accessible):
        self.accessible = accessible
        self.role = accessible.get_role()
        self.name = accessible.get_name() or ""
        states = accessible.get_state_set()
        self.checked = states.contains(Atspi.StateType.CHECKED)
        self.focused = states.contains(Atspi.StateType.FOCUSED)

    @property
    def text(self):
        text = self.accessible.get_text_iface()
        return Atspi.Text.get_text(text, 0, Atspi.Text.get_character_count(text)) if text else ""

    def press(self):
        action = self.accessible.get_action_iface()
        if action is None:
            raise Unusable(f"{self.name!r} cannot be pressed")
        Atspi.Action.do_action(action, 0)

    def act(self, name):
        """One of the actions that it offers, by the name that it gives it."""
        action = self.accessible.get_action_iface()
        count = Atspi.Action.get_n_actions(action) if action else 0
        names = [Atspi.Action.get_action_name(action, index) for index in range(count)]
        if name not in names:
            raise Unusable(f"{self.name!r} offers {names}, not {name!r}")
        Atspi.Action.do_action(action, names.index(name))

    def focus(self):
        component = self.accessible.get_component_iface()
        if component is None:
            raise Unusable(f"{self.name!r} cannot take the keyboard")
        Atspi.Component.grab_focus(component)

    def replace(self, text):
        """As pasting does, for what a keyboard of this layout has no key for."""
        field = self.accessible.get_editable_text_iface()
        if field is None:
            raise Unusable(f"{self.name!r} cannot be written into")
        Atspi.EditableText.set_text_contents(field, text)


class Sight:
    """The screen of one program."""

    def __init__(self, program):
        Atspi.init()
        self.program = program
        self.news = False  # since the last wait
        self.newly_focused = None  # the accessible that said last that it has the keyboard
        self.loop = GLib.MainLoop()
        self.listener = Atspi.EventListener.new(self._hear)
        for event in EVENTS:
            self.listener.register(event)

    def _hear(self, event):
        if event.type.startswith("object:state-changed:focused") and event.detail1:
            self.newly_focused = event.source
        self._wake()

    def _wake(self):
        self.news = True
        if self.loop.is_running():
            self.loop.quit()

    def wait(self, seconds=LOOK_AGAIN_S):
        """Until something happens on the screen (true), or a person would look again (false)."""
        quiet = []
        if not self.news:
            timer = GLib.timeout_add(int(seconds * 1000),
                                     lambda: (quiet.append(True), self._wake(), GLib.SOURCE_CONTINUE)[2])
            self.loop.run()
            GLib.source_remove(timer)
        self.news = False
        return not quiet

    def think(self, milliseconds):
        """The person takes this long, whatever happens on the screen."""
        loop = GLib.MainLoop()
        GLib.timeout_add(max(1, milliseconds), lambda: (loop.quit(), GLib.SOURCE_REMOVE)[1])
        loop.run()

    def things(self):
        """Everything that shows, in reading order; nothing while the program is not there."""
        found = []
        try:
            desktop = Atspi.get_desktop(0)
            desktop.clear_cache()
            for index in range(desktop.get_child_count()):
                application = desktop.get_child_at_index(index)
                if application is not None and application.get_name() == self.program:
                    application.set_cache_mask(Atspi.Cache.NONE)
                    self._walk(application, found)
        except GLib.Error:
            return []  # it ended while it was looked at
        return found

    def _walk(self, accessible, found):
        for index in range(accessible.get_child_count()):
            child = accessible.get_child_at_index(index)
            if child is None or not child.get_state_set().contains(Atspi.StateType.VISIBLE):
                continue
            found.append(Thing(child))
            self._walk(child, found)

    # ---- hands ----

    def type(self, text):
        Atspi.generate_keyboard_event(0, text, Atspi.KeySynthType.STRING)

    def key(self, symbol, modifiers=()):
        for code in modifiers:
            Atspi.generate_keyboard_event(code, None, Atspi.KeySynthType.PRESS)
        Atspi.generate_keyboard_event(symbol, None, Atspi.KeySynthType.SYM)
        for code in modifiers:
            Atspi.generate_keyboard_event(code, None, Atspi.KeySynthType.RELEASE)


def photograph(framebuffer, picture):
    """Writes what an X server shows (the file of `Xvfb -fbdir`, format XWD version 7, 32 bits a pixel) as PNG."""
    with open(framebuffer, "rb") as file:
        data = file.read()
    header = struct.unpack(">25I", data[:100])
    size, width, height, line, colours = header[0], header[4], header[5], header[12], header[19]
    start = size + 12 * colours
    rows = bytearray()
    for y in range(height):
        row = data[start + y * line:start + y * line + 4 * width]
        rows.append(0)
        rgb = bytearray(3 * width)
        rgb[0::3], rgb[1::3], rgb[2::3] = row[2::4], row[1::4], row[0::4]
        rows += rgb

    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    with open(picture, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)) +
                   chunk(b"IDAT", zlib.compress(bytes(rows), 9)) + chunk(b"IEND", b""))
