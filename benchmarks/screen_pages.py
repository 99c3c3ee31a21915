"""What the browser measures for `benchmarks.screens`, and the large documents that it is measured on."""

from __future__ import annotations

import itertools
import json
from typing import Any

STEPS = 150
STAGES = 12
LANES = (
    *("tasks", "thoughts", "questions", "needs", "wishes", "expectation", "learning", "triggers"),
    *("decision_criteria", "objections", "hook", "goal", "actions", "places", "proof"),
)
_CELLS = {"thoughts", "needs", "wishes", "hook"}

# Ready: the strip is drawn, nothing waits, and two frames have passed without a long task.
FIRST = """(() => {
  let last = 0;
  new PerformanceObserver(list => list.getEntries().forEach(each => { last = each.startTime + each.duration; }))
    .observe({type: 'longtask', buffered: true});
  const look = () => {
    const drawn = document.querySelector('.strip') && document.querySelector('#main h1');
    if (drawn && !document.querySelector('#main .waiting')) {
      const now = performance.now();
      const told = () => setTimeout(() => { window.ready = Math.max(now, last); }, 100);
      requestAnimationFrame(() => requestAnimationFrame(told));
    } else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})()"""

# Menu click → the screen's heading is another, nothing waits, and the frame that shows it has been painted.
MOVE = """path => new Promise((done, failed) => {
  const link = document.querySelector(`nav a[href="${path}"]`);
  const old = document.querySelector('#main h1');
  const began = performance.now();
  const given = setTimeout(() => failed(new Error('no content on ' + path)), 30000);
  const look = () => {
    const now = document.querySelector('#main h1');
    if (!now || now === old || document.querySelector('#main .waiting')) return;
    watch.disconnect(); clearTimeout(given);
    requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.onmessage = () => done(performance.now() - began); after.port2.postMessage(0);
    });
  };
  const watch = new MutationObserver(look);
  watch.observe(document.body, {childList: true, subtree: true, attributes: true});
  link.click();
})"""

# Frames are counted by the page itself while the wheel moves the chart at each of them.
PAN = """async () => {
  const pane = document.querySelector('.react-flow__pane'), box = pane.getBoundingClientRect();
  const spans = []; let last = performance.now();
  for (let n = 0; n < 120; n++) {
    const now = await new Promise(requestAnimationFrame);
    spans.push(now - last); last = now;
    const where = {clientX: box.x + 200, clientY: box.y + 200, bubbles: true, cancelable: true};
    const by = {deltaX: n % 60 < 30 ? 24 : -24, deltaY: n % 40 < 20 ? 30 : -30};
    pane.dispatchEvent(new WheelEvent('wheel', {...by, ...where}));
  }
  return 1000 * spans.length / spans.reduce((sum, each) => sum + each, 0);
}"""

# From the change of a field to the moment after the frame that shows it; the middle of fifteen.
EDIT = """async () => {
  const field = document.querySelector('.docked input:not([type=radio])');
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
  const spans = [];
  for (let n = 0; n < 15; n++) {
    const began = performance.now();
    set.call(field, 'Nimi ' + n);
    field.dispatchEvent(new Event('input', {bubbles: true}));
    await new Promise(done => requestAnimationFrame(() => {
      const after = new MessageChannel(); after.port1.onmessage = done; after.port2.postMessage(0);
    }));
    spans.push(performance.now() - began);
    await new Promise(done => setTimeout(done, 80));
  }
  return spans.sort((one, other) => one - other)[7];
}"""

TYPED = """() => {
  window.painted = [];
  window.addEventListener('keydown', () => {
    const began = performance.now();
    requestAnimationFrame(() => {
      const after = new MessageChannel();
      after.port1.onmessage = () => window.painted.push(performance.now() - began); after.port2.postMessage(0);
    });
  }, true);
}"""

# The window is moved at each frame, down and back.
SCROLL = """async () => {
  const spans = []; let last = performance.now();
  for (let n = 0; n < 120; n++) {
    const now = await new Promise(requestAnimationFrame);
    spans.push(now - last); last = now;
    window.scrollBy(0, n < 60 ? 40 : -40);
  }
  return 1000 * spans.length / spans.reduce((sum, each) => sum + each, 0);
}"""


def large_map() -> str:
    """A journey of 12 stages in 15 lanes, two texts in each cell (JSON is YAML)."""
    stages: list[dict[str, Any]] = []
    for place in range(STAGES):
        stage: dict[str, Any] = {"key": f"s{place}", "name": f"Vaihe {place}", "cells": {}}
        for lane in LANES:
            texts = [f"{lane} {place} ensimmäinen ajatus", f"{lane} {place} toinen ajatus"]
            holder = stage["cells"] if lane in _CELLS else stage
            holder[lane] = texts[0] if lane in {"expectation", "goal"} else texts
        stages.append(stage)
    return json.dumps({"name": "Suuri kartta", "lanes": LANES, "stages": stages})


def large_programme() -> str:
    """Branches in branches: 150 steps in all."""
    numbers = itertools.count(1)

    def steps(depth: int) -> list[dict[str, Any]]:
        made: list[dict[str, Any]] = []
        for place in range(4):
            number = next(numbers)
            if number > STEPS:
                break
            if place == 1 and depth < 4:
                yes = {"key": "yes", "if": {"did": "Order Completed"}, "steps": steps(depth + 1)}
                arms = [yes, {"else": steps(depth + 1)}]
                made.append({"key": f"s{number}", "name": f"Haara {number}", "branch": arms})
            else:
                made.append({"key": f"s{number}", "name": f"Odota {number}", "wait": "2d"})
        return made

    found: list[dict[str, Any]] = []
    while len(found) < STEPS and (more := steps(0)):
        found += more
    head = "key: large\nname: Suuri\nstage: repeat\nentry: {stage: repeat}\nsteps: "
    return head + json.dumps(found)
