/* Polku for web pages. Paste:
 *   <script>window.polku=window.polku||[];</script>
 *   <script async src="https://YOUR-POLKU/polku.js" data-key="wk_…"></script>
 * Options on the script tag: data-cookieless (keeps no id in the browser), data-consent="ask" (sends
 * nothing before polku.consent(true)), data-manual (no page call on load), data-host (another address).
 */
(function (w, d) {
  'use strict';
  if (w.polku && w.polku.loaded) return;
  var tag = d.currentScript || d.querySelector('script[data-key][src*="polku.js"]');
  if (!tag) return;
  var data = tag.dataset;
  var host = (data.host || new URL(tag.src, d.baseURI).origin).replace(/\/$/, '');
  var cookieless = 'cookieless' in data;
  var memory = {};
  var outbox = [];
  var inFlight = false;
  var waits = 0;
  var lastAddress = d.referrer;

  // -- what is remembered: in localStorage, or in this page only

  function recall(name) {
    if (!cookieless) {
      try {
        var kept = w.localStorage.getItem('polku.' + name);
        if (kept !== null) return JSON.parse(kept);
      } catch (e) { /* storage is closed: remember for this page */ }
    }
    return name in memory ? memory[name] : null;
  }
  function remember(name, value) {
    memory[name] = value;
    if (value !== null && name !== 'consent' && (cookieless || !allowed())) return;
    try {
      if (value === null) w.localStorage.removeItem('polku.' + name);
      else w.localStorage.setItem('polku.' + name, JSON.stringify(value));
    } catch (e) { /* as above */ }
  }
  function uuid() {
    if (w.crypto && w.crypto.randomUUID) return w.crypto.randomUUID();
    var bytes = w.crypto.getRandomValues(new Uint8Array(16)), hex = '';
    for (var i = 0; i < 16; i++) hex += (bytes[i] + 256).toString(16).slice(1);
    return hex;
  }
  function anonymousId() {
    var id = recall('anonymous');
    if (!id) remember('anonymous', (id = uuid()));
    return id;
  }

  // -- consent: off is off, and forgets

  function storedConsent() {
    try {
      var kept = w.localStorage.getItem('polku.consent');
      if (kept !== null) return JSON.parse(kept);
    } catch (e) { /* as above */ }
    return 'consent' in memory ? memory.consent : null;
  }
  function allowed() {
    if (w.navigator.globalPrivacyControl) return storedConsent() === true;
    var answer = storedConsent();
    return answer === null ? data.consent !== 'ask' : answer;
  }
  function undecided() {
    return storedConsent() === null && data.consent === 'ask' && !w.navigator.globalPrivacyControl;
  }
  function consent(yes) {
    remember('consent', !!yes);
    if (yes) {
      for (var name in memory) remember(name, memory[name]);
      return flush();
    }
    outbox = [];
    remember('anonymous', null);
    remember('user', null);
  }

  // -- what surrounds a call

  function campaign() {
    var found = {}, some = false;
    new URLSearchParams(w.location.search).forEach(function (value, name) {
      if (name.slice(0, 4) !== 'utm_' || !value) return;
      found[name === 'utm_campaign' ? 'name' : name.slice(4)] = value;
      some = true;
    });
    return some ? found : null;
  }
  function page() {
    var link = d.querySelector('link[rel=canonical]');
    return {
      url: w.location.href.split('#')[0],
      path: link && link.href ? new URL(link.href, d.baseURI).pathname : w.location.pathname,
      search: w.location.search,
      title: d.title,
      referrer: lastAddress
    };
  }
  function context() {
    var found = { page: page(), locale: w.navigator.language, library: { name: 'polku.js' } };
    var from = campaign();
    if (from) found.campaign = from;
    var hints = w.navigator.userAgentData;
    found.userAgentData = { mobile: hints ? hints.mobile : /Mobi|Android/i.test(w.navigator.userAgent) };
    return found;
  }

  // -- sending: in order, a batch at a time, and again when the answer says "try again"

  function send(type, fields) {
    if (!allowed() && !undecided()) return;
    var call = {
      type: type, messageId: uuid(), timestamp: new Date().toISOString(), context: context(),
      anonymousId: anonymousId(), userId: recall('user')
    };
    for (var name in fields) if (fields[name] !== undefined) call[name] = fields[name];
    outbox.push(call);
    if (outbox.length > 500) outbox.shift();
    w.setTimeout(flush, 0);
  }
  function take() {
    var size = 0, count = 0;
    while (count < outbox.length && count < 100) {
      size += JSON.stringify(outbox[count]).length * 2;
      if (count && size > 50000) break; // what browsers send on while a page closes is 64 KB
      count++;
    }
    return outbox.slice(0, count);
  }
  function body(calls) {
    return JSON.stringify({ batch: calls, sentAt: new Date().toISOString(), writeKey: data.key });
  }
  function flush() {
    if (inFlight || !outbox.length || !allowed()) return;
    var calls = take();
    inFlight = true;
    w.fetch(host + '/v1/b', {
      method: 'POST', body: body(calls), keepalive: true, credentials: 'omit',
      headers: { 'Content-Type': 'text/plain' }
    }).then(function (answer) {
      if (answer.status !== 429 && answer.status < 500) return settle(calls);
      retry(Number(answer.headers.get('Retry-After')));
    }, function () { retry(0); });
  }
  function settle(calls) {
    inFlight = false;
    waits = 0;
    outbox = outbox.filter(function (call) { return calls.indexOf(call) < 0; });
    flush();
  }
  function retry(seconds) {
    waits = Math.min(waits + 1, 6);
    w.setTimeout(function () { inFlight = false; flush(); }, 1000 * Math.max(seconds || 0, Math.pow(2, waits - 1)));
  }
  function leave() {
    if (d.visibilityState !== 'hidden' || !outbox.length || !allowed()) return;
    // what is under way may go twice: the message ids make it once
    var calls = take();
    if (w.navigator.sendBeacon && w.navigator.sendBeacon(host + '/v1/b', body(calls)))
      outbox = outbox.slice(calls.length);
  }

  // -- notifications: call from a press of a button, or browsers do not ask; gives true when they come

  function bytes(text) {
    var plain = w.atob(text.replace(/-/g, '+').replace(/_/g, '/'));
    return Uint8Array.from(plain, function (sign) { return sign.charCodeAt(0); });
  }
  function notifications(options) {
    if (!allowed() || !w.navigator.serviceWorker || !w.PushManager) return Promise.resolve(false);
    return Promise.resolve(w.Notification.requestPermission()).then(function (answer) {
      if (answer !== 'granted') return false;
      var worker = options.worker || host + '/p/push-worker.js';
      return w.navigator.serviceWorker.register(worker, { scope: options.scope || '/' }).then(function () {
        return Promise.all([w.navigator.serviceWorker.ready, w.fetch(host + '/p/push/key', { credentials: 'omit' })]);
      }).then(function (found) {
        return found[1].json().then(function (said) {
          return found[0].pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(said.key) });
        });
      }).then(function (subscription) {
        var said = { writeKey: data.key, anonymousId: anonymousId(), subscription: subscription };
        return w.fetch(host + '/p/push', {
          method: 'POST', credentials: 'omit', headers: { 'Content-Type': 'text/plain' }, body: JSON.stringify(said)
        });
      }).then(function (kept) { return kept.ok; });
    });
  }

  // -- what pages call

  var api = {
    loaded: true,
    page: function (category, name, properties) {
      if (typeof category === 'object') { properties = category; category = name = undefined; }
      else if (typeof name !== 'string') { properties = name; name = category; category = undefined; }
      send('page', { name: name, category: category, properties: Object.assign(page(), properties) });
      lastAddress = w.location.href;
    },
    track: function (event, properties) { send('track', { event: event, properties: properties }); },
    identify: function (id, traits) {
      if (typeof id === 'object') { traits = id; id = recall('user'); }
      id = id === undefined || id === null || id === '' ? null : String(id);
      var before = recall('user');
      if (before && id && before !== id) remember('anonymous', null); // another person at the same device
      if (id) remember('user', id);
      send('identify', { userId: id, traits: traits });
    },
    group: function (id, traits) { send('group', { groupId: id, traits: traits }); },
    alias: function (id, previous) {
      send('alias', { userId: id, previousId: previous || recall('user') || anonymousId() });
      remember('user', String(id));
    },
    reset: function () { remember('user', null); remember('anonymous', null); },
    consent: consent,
    flush: flush,
    anonymousId: anonymousId
  };
  // an array is a call that waited in the queue; anything else asks for notifications
  api.push = function (call) {
    if (Array.isArray(call)) return api[call[0]].apply(api, [].slice.call(call, 1));
    return notifications(call || {});
  };

  var early = w.polku || [];
  w.polku = api;
  if (!('manual' in data)) api.page();
  for (var i = 0; i < early.length; i++) api.push(early[i]);
  d.addEventListener('visibilitychange', leave);
  w.addEventListener('pagehide', leave);
})(window, document);
