//! The worker that tries forecasting methods. It is loaded with the first request, so that no page waits for it.

use contract::{Trial, TrialRequest};
use gloo::events::EventListener;
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

/// A worker with the listener for its answers.
pub(super) struct Trials {
    worker: Worker,
    _answers: EventListener,
    _failure: EventListener,
}

impl Trials {
    /// Starts the worker at an address; `answered` gets each trial, or `None` if it failed.
    pub(super) fn start(
        url: &str,
        answered: impl Fn(Option<Trial>) + Clone + 'static,
    ) -> Result<Self, JsValue> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(url, &options)?;
        let failed = answered.clone();
        let answers = EventListener::new(&worker, "message", move |event| {
            let bytes = event.dyn_ref::<MessageEvent>().map(MessageEvent::data);
            let bytes = bytes.and_then(|data| data.dyn_into::<Uint8Array>().ok());
            answered(bytes.and_then(|bytes| postcard::from_bytes(&bytes.to_vec()).ok()));
        });
        let failure = EventListener::new(&worker, "error", move |_| failed(None));
        Ok(Trials { worker, _answers: answers, _failure: failure })
    }

    /// Asks for a trial.
    pub(super) fn ask(&self, request: &TrialRequest) -> Result<(), JsValue> {
        let bytes = postcard::to_allocvec(request).map_err(|error| JsValue::from_str(&error.to_string()))?;
        self.worker.post_message(&Uint8Array::from(bytes.as_slice()))
    }
}
