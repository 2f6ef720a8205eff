/* global document, fetch, localStorage, setInterval */
// Keeps the list of mails up to date without touching what has not changed.
const list = document.getElementById('mails');
const count = document.getElementById('count');
const empty = document.getElementById('empty');
const title = document.title;
const SEEN = 'galley-mails-seen';

const today = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const earlier = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'medium' });

const seen = new Set(JSON.parse(localStorage.getItem(SEEN) ?? '[]'));
if (list.dataset.open) {
  seen.add(list.dataset.open);
  localStorage.setItem(SEEN, JSON.stringify([...seen]));
}

function showTimes() {
  for (const time of document.querySelectorAll('time')) {
    const date = new Date(time.dateTime);
    const short = date.toDateString() === new Date().toDateString() ? today.format(date) : earlier.format(date);
    const text = 'long' in time.dataset ? full.format(date) : short;
    if (time.textContent !== text) time.textContent = text;
  }
}

function showNew() {
  let unread = 0;
  for (const row of list.children) {
    const fresh = !seen.has(row.dataset.id);
    row.classList.toggle('new', fresh);
    if (fresh) unread += 1;
  }
  document.title = unread > 0 ? `(${unread}) ${title}` : title;
}

function element(name, className, text) {
  const node = document.createElement(name);
  node.className = className;
  node.textContent = text;
  return node;
}

function rowOf(mail) {
  const row = document.createElement('li');
  row.dataset.id = mail.id;
  const link = document.createElement('a');
  link.href = `/mail/${mail.id}`;
  const top = element('span', 'top', '');
  const who = element('span', 'who', mail.to.join(', '));
  who.title = `From ${mail.from}`;
  const time = document.createElement('time');
  time.dateTime = mail.date;
  top.append(who, time);
  link.append(top, element('span', 'subject', mail.subject), element('span', 'snippet', mail.snippet));
  row.append(link);
  return row;
}

async function refresh() {
  const mails = await (await fetch('/messages')).json();
  const known = new Set([...list.children].map((row) => row.dataset.id));
  const current = new Set(mails.map((mail) => mail.id));
  for (const row of [...list.children]) if (!current.has(row.dataset.id)) row.remove();
  const fresh = mails.filter((mail) => !known.has(mail.id));
  // Newest first, as the list is.
  list.prepend(...fresh.map(rowOf));
  empty.hidden = mails.length > 0;
  const text = mails.length === 0 ? '' : mails.length === 1 ? '1 mail' : `${mails.length} mails`;
  if (count.textContent !== text) count.textContent = text;
  showTimes();
  showNew();
}

showTimes();
showNew();
setInterval(() => {
  // A mailbox that is not running right now is asked again.
  if (!document.hidden) refresh().catch(() => undefined);
}, 1500);
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) refresh().catch(() => undefined);
});
