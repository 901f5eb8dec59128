import pytest

from models.isolation.display import RemoteDisplay, require_local_display


@pytest.mark.parametrize("display", ["", ":0", ":1.0", "unix/office-pc:0", "local/office-pc:12.1", "/run/x:0"])
def test_this_machines_screen(display: str) -> None:
    require_local_display({"DISPLAY": display, "QT_QPA_PLATFORM": "wayland;xcb"})


@pytest.mark.parametrize(
    "display", ["localhost:10.0", "127.0.0.1:0", "10.1.1.1:0", "host:0", "[::1]:0", "tcp/host:0", "host::0", ":", "x"]
)
def test_a_screen_elsewhere(display: str) -> None:
    with pytest.raises(RemoteDisplay) as caught:
        require_local_display({"DISPLAY": display})
    assert (caught.value.variable, caught.value.value) == ("DISPLAY", display)


@pytest.mark.parametrize("platform", ["vnc", "vnc:size=800x600", "xcb;vnc", "webgl:port=80", "VNC"])
def test_a_platform_that_is_a_server(platform: str) -> None:
    with pytest.raises(RemoteDisplay):
        require_local_display({"DISPLAY": ":0", "QT_QPA_PLATFORM": platform})


def test_nothing_said() -> None:
    require_local_display({})
