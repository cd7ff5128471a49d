#!/usr/bin/env python3
"""Opens pages in headless Chromium, over its debugging pipe, and looks at them as a person would.

usage: report.py CHROMIUM OUTPUT-FOLDER PAGE.html...

Each page is opened light and dark, wide (1200 px) and narrow (390 px); a screenshot of all of it goes to the folder, and one PDF as printed.
Fails on anything on the console, a request for anything but the page itself, a horizontal scroll bar, text that runs out of its box,
text too faint to read, a chart without a text alternative, or a hostile value that became part of the page.
"""
import base64
import json
import os
import pathlib
import subprocess
import sys
import tempfile

# What must hold in the page itself. Everything is read, nothing changed.
LOOK = r"""(() => {
    const found = [];
    if (document.documentElement.scrollWidth > document.documentElement.clientWidth) found.push('scrolls sideways: ' + document.documentElement.scrollWidth);
    if (document.scripts.length || document.querySelector('[onerror],[onload],[onclick],iframe,object,embed,link,img')) found.push('has active or outside parts');
    for (const svg of document.querySelectorAll('svg')) {
        if (!svg.querySelector('title')?.textContent || !svg.querySelector('desc')?.textContent) found.push('a chart has no text alternative');
        if (svg.getBoundingClientRect().width < 5) found.push('a chart has no width');
    }
    const luminance = rgb => { const [r, g, b] = rgb.map(v => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
    const color = text => (text.match(/[\d.]+/g) || []).map(Number);
    const behind = element => { for (; element; element = element.parentElement) { const c = color(getComputedStyle(element).backgroundColor); if (c.length && c[3] !== 0) return c.slice(0, 3); } return [255, 255, 255]; };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const faint = new Set();
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        if (!walker.currentNode.textContent.trim() || element.closest('svg,style,title')) continue;
        const [a, b] = [luminance(color(getComputedStyle(element).color).slice(0, 3)), luminance(behind(element))];
        const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (contrast < 4.5) faint.add(element.className + ' ' + contrast.toFixed(1));
        const box = element.getBoundingClientRect();
        if (box.width && box.right > document.documentElement.clientWidth + 1) found.push('runs out at the right: ' + element.tagName + ' ' + element.className);
    }
    for (const one of faint) found.push('too faint: ' + one);
    return {found, dark: luminance(behind(document.body)) < 0.2, title: document.title, text: document.body.innerText.length, charts: document.querySelectorAll('svg').length, hostile: document.body.innerText.includes('<script>')};
})()"""


class Browser:
    """Chromium, spoken to over file descriptors 3 and 4: JSON messages that end with a zero byte."""

    def __init__(self, program, profile):
        to_child, self.out = os.pipe()
        self.into, from_child = os.pipe()

        def hand_over():
            # By way of high numbers, so that neither is overwritten before it is moved.
            reading, writing = os.dup2(to_child, 100), os.dup2(from_child, 101)
            os.dup2(reading, 3)
            os.dup2(writing, 4)

        options = ["--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                   "--disable-background-networking", "--disable-component-update", "--hide-scrollbars", f"--user-data-dir={profile}", "about:blank"]
        self.process = subprocess.Popen([program, *options], preexec_fn=hand_over, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(to_child)
        os.close(from_child)
        self.number, self.buffer, self.events = 0, b"", []

    def read(self):
        while b"\0" not in self.buffer:
            data = os.read(self.into, 1 << 20)
            if not data:
                raise SystemExit("Chromium ended")
            self.buffer += data
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, session=None, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self.out, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.read()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise SystemExit(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def wait_for(self, method):
        while not any(event.get("method") == method for event in self.events):
            self.events.append(self.read())

    def close(self):
        self.process.terminate()
        self.process.wait()


def look(browser, page, folder, width, scheme):
    """One page, one width, one scheme: what is wrong with it."""
    target = browser.call("Target.createTarget", url="about:blank")["targetId"]
    session = browser.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
    for domain in ("Page", "Runtime", "Log", "Network"):
        browser.call(f"{domain}.enable", session)
    browser.call("Emulation.setDeviceMetricsOverride", session, width=width, height=900, deviceScaleFactor=1, mobile=width < 600)
    browser.call("Emulation.setEmulatedMedia", session, features=[{"name": "prefers-color-scheme", "value": scheme}])
    browser.events.clear()
    browser.call("Page.navigate", session, url=page.as_uri())
    browser.wait_for("Page.loadEventFired")
    seen = browser.call("Runtime.evaluate", session, expression=LOOK, returnByValue=True)["result"]["value"]
    picture = browser.call("Page.captureScreenshot", session, captureBeyondViewport=True)
    (folder / f"{page.stem}-{width}-{scheme}.png").write_bytes(base64.b64decode(picture["data"]))
    if width > 600 and scheme == "light":
        (folder / f"{page.stem}.pdf").write_bytes(base64.b64decode(browser.call("Page.printToPDF", session, printBackground=True)["data"]))
    wrong = seen["found"]
    for event in browser.events:
        method, parameters = event.get("method"), event.get("params", {})
        if method in ("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown"):
            wrong.append(f"console: {json.dumps(parameters)[:200]}")
        if method == "Network.requestWillBeSent" and parameters["request"]["url"] != page.as_uri():
            wrong.append(f"asks for {parameters['request']['url']}")
        if method == "Page.javascriptDialogOpening":
            wrong.append("a hostile value ran")
    if seen["dark"] != (scheme == "dark"):
        wrong.append(f"is not {scheme}")
    if seen["text"] < 200 or not seen["title"]:
        wrong.append("is empty")
    if "hostile" in page.stem and not seen["hostile"]:
        wrong.append("does not show the hostile value as text")
    browser.call("Target.closeTarget", targetId=target)
    return wrong, seen


def main():
    program, folder, *pages = sys.argv[1:]
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    bad = 0
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(program, profile)
        try:
            for page in map(lambda name: pathlib.Path(name).resolve(), pages):
                for width in (1200, 390):
                    for scheme in ("light", "dark"):
                        wrong, seen = look(browser, page, folder, width, scheme)
                        for one in sorted(set(wrong)):
                            print(f"wrong: {page.name} {width} px {scheme}: {one}")
                        bad += bool(wrong)
                        if not wrong:
                            print(f"ok: {page.name} {width} px {scheme}: {seen['charts']} charts, {seen['text']} characters, nothing on the console, no request")
        finally:
            browser.close()
    sys.exit(1 if bad else 0)


main()
