"""Asks a window to close, as a person does by its button: WM_DELETE_WINDOW (ICCCM 4.2.8.1).

Usage: close-window.py TITLE. Not for destroying it: the program decides.
"""

import ctypes
import sys

x11 = ctypes.CDLL("libX11.so.6")
Window = Atom = ctypes.c_ulong
CLIENT_MESSAGE = 33


class ClientMessage(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", Window),
        ("message_type", Atom),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        # An XEvent is 24 longs; more than is read does no harm.
        ("rest", ctypes.c_long * 24),
    ]


x11.XOpenDisplay.restype = ctypes.c_void_p
x11.XDefaultRootWindow.restype = Window
x11.XInternAtom.restype = Atom


def children(display, window):
    root, parent, count = Window(), Window(), ctypes.c_uint()
    found = ctypes.POINTER(Window)()
    x11.XQueryTree(
        ctypes.c_void_p(display), Window(window), ctypes.byref(root), ctypes.byref(parent),
        ctypes.byref(found), ctypes.byref(count),
    )
    return [found[index] for index in range(count.value)]


def title(display, window):
    name = ctypes.c_char_p()
    x11.XFetchName(ctypes.c_void_p(display), Window(window), ctypes.byref(name))
    return (name.value or b"").decode("utf-8", "replace")


def can_be_asked(display, window, delete):
    atoms, count = ctypes.POINTER(Atom)(), ctypes.c_int()
    x11.XGetWMProtocols(ctypes.c_void_p(display), Window(window), ctypes.byref(atoms), ctypes.byref(count))
    return delete in [atoms[index] for index in range(count.value)]


def main(wanted):
    display = x11.XOpenDisplay(None)
    if not display:
        sys.exit("no display")
    atom = lambda name: x11.XInternAtom(ctypes.c_void_p(display), name, 0)
    delete = atom(b"WM_DELETE_WINDOW")
    ahead, windows = [x11.XDefaultRootWindow(ctypes.c_void_p(display))], []
    while ahead:
        window = ahead.pop()
        ahead += children(display, window)
        if title(display, window) == wanted and can_be_asked(display, window, delete):
            windows.append(window)
    if len(windows) != 1:
        sys.exit(f"{len(windows)} windows are called {wanted}")
    message = ClientMessage(
        type=CLIENT_MESSAGE, window=windows[0], message_type=atom(b"WM_PROTOCOLS"), format=32,
        data=(ctypes.c_long * 5)(delete, 0, 0, 0, 0),
    )
    x11.XSendEvent(ctypes.c_void_p(display), Window(windows[0]), 0, ctypes.c_long(0), ctypes.byref(message))
    x11.XSync(ctypes.c_void_p(display), 0)


main(sys.argv[1])
