/* The pages work without this. It spares a press, carries the visitor's own id into a form, and stops double presses. */
(function (w, d) {
  'use strict';
  // polku.js keeps the id only when the visitor allows it; here it is only read
  var field = d.querySelector('input[name=visitor]');
  if (field && !w.navigator.globalPrivacyControl) {
    try {
      var id = JSON.parse(w.localStorage.getItem('polku.anonymous'));
      if (typeof id === 'string') field.value = id;
    } catch (e) { /* storage is closed */ }
  }

  d.addEventListener('submit', function (event) {
    var form = event.target;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = 'yes';
    // after the event, or the pressed button would not be among what is sent
    w.setTimeout(function () {
      form.querySelectorAll('button').forEach(function (button) { button.disabled = true; });
    }, 0);
  });
  // back from the next page: the form may be sent again
  w.addEventListener('pageshow', function (event) {
    if (!event.persisted) return;
    d.querySelectorAll('form').forEach(function (form) {
      delete form.dataset.sent;
      form.querySelectorAll('button').forEach(function (button) { button.disabled = false; });
    });
  });

  var summary = d.querySelector('.summary');
  if (summary) summary.focus();

  // A person looks at the page; what fetches links to check them does not. Only then one press is enough.
  var own = d.querySelector('form[data-submit-itself]');
  if (!own) return;
  function go() {
    if (d.prerendering || d.visibilityState !== 'visible' || !d.hasFocus() || own.dataset.sent) return;
    own.requestSubmit();
  }
  w.setTimeout(go, 350);
  d.addEventListener('visibilitychange', function () { w.setTimeout(go, 350); });
  w.addEventListener('focus', function () { w.setTimeout(go, 350); });
})(window, document);
