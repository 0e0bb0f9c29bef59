//! The worker that makes workbooks. It is loaded with the first one that is asked for, so that no page waits for it.

use contract::ListWorkbook;
use gloo::events::EventListener;
use js_sys::Uint8Array;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

/// The media type of workbooks.
pub(super) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// What listens to a worker, until it has answered.
type Listening = Rc<RefCell<Option<[EventListener; 2]>>>;

/// Makes a workbook by the worker at an address; `made` gets it, or `None` if that failed.
pub(super) fn make(
    url: &str,
    list: &ListWorkbook,
    made: impl FnOnce(Option<Uint8Array>) + 'static,
) -> Result<(), JsValue> {
    let bytes = postcard::to_allocvec(list).map_err(|error| JsValue::from_str(&error.to_string()))?;
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = Worker::new_with_options(url, &options)?;
    let (listening, made) = (Listening::default(), Rc::new(RefCell::new(Some(made))));
    let ended = {
        let (worker, listening) = (worker.clone(), Rc::clone(&listening));
        move |bytes: Option<Uint8Array>| {
            worker.terminate();
            if let Some(made) = made.borrow_mut().take() {
                made(bytes);
            }
            // A listener must not be dropped while it runs.
            let listening = Rc::clone(&listening);
            gloo::timers::callback::Timeout::new(0, move || drop(listening.take())).forget();
        }
    };
    let failed = ended.clone();
    let answered = EventListener::new(&worker, "message", move |event| {
        let bytes = event.dyn_ref::<MessageEvent>().map(MessageEvent::data);
        ended(bytes.and_then(|data| data.dyn_into::<Uint8Array>().ok()));
    });
    let failure = EventListener::new(&worker, "error", move |_| failed(None));
    listening.replace(Some([answered, failure]));
    worker.post_message(&Uint8Array::from(bytes.as_slice()))
}
