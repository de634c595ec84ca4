#!/usr/bin/env -S node --max-semi-space-size=16
// Node gives new objects room by the machine's memory, 32 MB twice and more on most. What lives here is small; the rest would only be
// garbage that waits, so this halves it.
import '../dist/main.js';
