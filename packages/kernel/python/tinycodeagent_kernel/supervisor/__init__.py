"""The process that owns the wire: relay, clock and reaper. It never runs user code and never does slow work."""
