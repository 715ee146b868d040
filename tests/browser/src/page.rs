//! One page in a window: what is in it, what it does when somebody clicks, and how it looks.

use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::wire::Wire;
use crate::{Error, LONGEST_WAIT};

/// How often a condition is looked at.
const GLANCE: Duration = Duration::from_millis(25);
/// Pixels that a screenshot of a whole page is high at most.
const HIGHEST: f64 = 16_000.0;

/// The size of a window in pixels of the screen, and how much larger than usual everything in it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    /// Pixels from left to right.
    pub width: u32,
    /// Pixels from top to bottom.
    pub height: u32,
    /// 1 for usual, 1.25 for 125 %.
    pub zoom: f64,
}

impl Window {
    /// A window so wide, as high as a screen of that width usually is, at the usual zoom.
    pub fn wide(width: u32) -> Self {
        let height = if width < 600 { 844 } else { 768 };
        Self { width, height, zoom: 1.0 }
    }
}

/// A page that is open. It is closed when this is dropped.
#[derive(Debug)]
pub struct Page<'a> {
    wire: &'a mut Wire,
    target: String,
    session: String,
}

impl<'a> Page<'a> {
    pub(crate) fn open(wire: &'a mut Wire, address: &str, window: Window) -> Result<Self, Error> {
        let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let made = wire.call(None, "Target.createTarget", &json!({"url": "about:blank"}))?;
        let target = word(&made["targetId"]);
        let attached =
            wire.call(None, "Target.attachToTarget", &json!({"targetId": target, "flatten": true}))?;
        let mut page = Self { wire, target, session: word(&attached["sessionId"]) };

        for domain in ["Page.enable", "Runtime.enable", "Log.enable"] {
            page.call(domain, &json!({}))?;
        }
        page.resize(window)?;
        page.go(address)?;
        Ok(page)
    }

    fn call(&mut self, method: &str, params: &Value) -> Result<Value, Error> {
        self.wire.call(Some(&self.session), method, params)
    }

    /// Makes the window another size.
    pub fn resize(&mut self, window: Window) -> Result<(), Error> {
        // As in any browser, zooming in makes a pixel of the page more of the screen, and the page has fewer of them.
        let pixels = |screen: u32| (f64::from(screen) / window.zoom).round();
        let metrics = json!({"width": pixels(window.width), "height": pixels(window.height),
            "deviceScaleFactor": window.zoom, "mobile": false});
        self.call("Emulation.setDeviceMetricsOverride", &metrics).map(drop)
    }

    /// Opens another address, and waits until it is there.
    pub fn go(&mut self, address: &str) -> Result<(), Error> {
        while self.wire.take(&self.session, "Page.loadEventFired").is_some() {}
        let answer = self.call("Page.navigate", &json!({"url": address}))?;
        if let Some(why) = answer["errorText"].as_str() {
            return Err(Error::Refused(address.to_owned(), why.to_owned()));
        }
        // A step within the same page loads nothing.
        if answer["loaderId"].is_string() {
            self.wire.event(&self.session, "Page.loadEventFired")?;
        }
        Ok(())
    }

    /// The value of an expression of JavaScript in the page, which sees what a person would.
    pub fn value(&mut self, expression: &str) -> Result<Value, Error> {
        let params = json!({"expression": expression, "returnByValue": true, "awaitPromise": true});
        let mut answer = self.call("Runtime.evaluate", &params)?;
        match answer["exceptionDetails"].as_object() {
            Some(_) => {
                let exception = &answer["exceptionDetails"];
                let why = exception["exception"]["description"].as_str().or(exception["text"].as_str());
                Err(Error::Refused(expression.to_owned(), why.unwrap_or_default().to_owned()))
            }
            None => Ok(answer["result"]["value"].take()),
        }
    }

    /// Waits until an expression is true.
    pub fn wait(&mut self, expression: &str) -> Result<(), Error> {
        let until = Instant::now() + LONGEST_WAIT;
        while Instant::now() < until {
            // While a page loads, an expression may find nothing of it.
            if self.value(expression).is_ok_and(|value| value == true) {
                return Ok(());
            }
            std::thread::sleep(GLANCE);
        }
        Err(Error::Never(expression.to_owned()))
    }

    /// Clicks in the middle of the first element that a selector finds, as a mouse would: whatever lies above gets it.
    pub fn click(&mut self, selector: &str) -> Result<(), Error> {
        let place = format!(
            "(() => {{ const found = document.querySelector({}); found.scrollIntoView({{block: 'center', inline: 'center'}}); \
             const box = found.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; }})()",
            json!(selector)
        );
        let at = self.value(&place)?;
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({"type": kind, "x": at[0], "y": at[1], "button": "left", "clickCount": 1});
            self.call("Input.dispatchMouseEvent", &event)?;
        }
        Ok(())
    }

    /// What the browser complained of since the last time it was asked: what a policy forbade, scripts that failed.
    pub fn complaints(&mut self) -> Result<Vec<String>, Error> {
        // An answer comes after whatever was said before it.
        self.value("0")?;
        let mut out = Vec::new();
        while let Some(entry) = self.wire.take(&self.session, "Log.entryAdded") {
            out.push(entry["entry"]["text"].as_str().unwrap_or_default().to_owned());
        }
        while let Some(thrown) = self.wire.take(&self.session, "Runtime.exceptionThrown") {
            out.push(thrown["exceptionDetails"]["text"].as_str().unwrap_or_default().to_owned());
        }
        Ok(out)
    }

    /// A PNG of what the window shows, or of the whole page.
    pub fn screenshot(&mut self, whole: bool) -> Result<Vec<u8>, Error> {
        let mut params = json!({"format": "png"});
        if whole {
            let sizes = self.call("Page.getLayoutMetrics", &json!({}))?;
            let size = &sizes["cssContentSize"];
            let height = size["height"].as_f64().unwrap_or_default().min(HIGHEST);
            params["captureBeyondViewport"] = json!(true);
            params["clip"] = json!({"x": 0, "y": 0, "width": size["width"], "height": height, "scale": 1});
        }
        let answer = self.call("Page.captureScreenshot", &params)?;
        let data = answer["data"].as_str().unwrap_or_default();
        STANDARD.decode(data).map_err(|why| Error::Refused("a screenshot".to_owned(), why.to_string()))
    }
}

impl Drop for Page<'_> {
    fn drop(&mut self) {
        let _ = self.wire.call(None, "Target.closeTarget", &json!({"targetId": self.target}));
    }
}
