/* Polku: shows notifications and opens their address. A site that is not Polku's own puts one line in a
 * file of its own: importScripts('https://YOUR-POLKU/p/push-worker.js'); */
'use strict';
self.addEventListener('push', function (event) {
  var said = {};
  try { said = event.data ? event.data.json() : {}; } catch (e) { /* not from Polku */ }
  event.waitUntil(self.registration.showNotification(said.title || '', {
    body: said.body || '', tag: said.tag, data: { url: said.url }
  }));
});
self.addEventListener('notificationclick', function (event) {
  event.notification.close();
  var url = event.notification.data && event.notification.data.url;
  if (/^https?:/.test(url || '')) event.waitUntil(self.clients.openWindow(url));
});
