// The dashboard's only script. Pages work without it; it adds live fragments, keys, instant filtering and the theme switch.
'use strict';
(() => {
  const root = document.documentElement;
  const find = (selector, from = document) => from.querySelector(selector);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const stored = () => { try { return localStorage.getItem('theme'); } catch { return null; } };
  const isDark = () => (root.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  if (stored()) root.dataset.theme = stored(); // in <head>: before the first paint

  const theme = () => {
    root.dataset.theme = isDark() ? 'light' : 'dark';
    try { localStorage.setItem('theme', root.dataset.theme); } catch { /* private window: for this page only */ }
  };
  const help = () => { const box = find('#help'); if (box.open) box.close(); else box.showModal(); };

  // Rows that j and k walk over, and that the filter hides.
  const rows = () => all('[data-row]').filter(row => !row.hidden);
  const mark = row => {
    all('[data-row][aria-selected=true]').forEach(old => old.removeAttribute('aria-selected'));
    if (!row) return;
    row.setAttribute('aria-selected', 'true');
    row.scrollIntoView({ block: 'nearest' });
    find('a', row)?.focus({ preventScroll: true });
  };
  const step = by => {
    const list = rows();
    const at = list.findIndex(row => row.getAttribute('aria-selected') === 'true');
    mark(list[at < 0 ? (by > 0 ? 0 : list.length - 1) : Math.min(list.length - 1, Math.max(0, at + by))]);
  };

  const current = (chip, on) => { if (on) chip.setAttribute('aria-current', 'true'); else chip.removeAttribute('aria-current'); };

  const filter = () => {
    const form = find('[data-filter]');
    if (!form) return;
    const words = (form.elements.q?.value ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    const state = find('[data-state][aria-current]')?.dataset.state ?? '';
    let shown = 0;
    for (const row of all('[data-row]')) {
      row.hidden = !(words.every(word => row.dataset.row.includes(word)) && (state === '' || row.dataset.is === state));
      shown += row.hidden ? 0 : 1;
    }
    const none = find('[data-none]');
    if (none) none.hidden = shown > 0;
  };

  const reveal = from => all('[data-do]', from).forEach(button => { button.hidden = false; });

  const swap = (id, html) => {
    const box = document.createElement('template');
    box.innerHTML = html;
    const fresh = box.content.firstElementChild;
    const old = document.getElementById(id);
    if (!fresh) return;
    reveal(fresh);
    if (!old) { document.getElementById(fresh.dataset.into ?? '')?.append(fresh); filter(); return; }
    const selected = old.getAttribute('aria-selected') === 'true', focused = old.contains(document.activeElement);
    const state = find('[data-state][aria-current]', old)?.dataset.state;
    old.replaceWith(fresh);
    if (selected) mark(fresh); else if (focused) find('a', fresh)?.focus({ preventScroll: true });
    if (state !== undefined) all('[data-state]', fresh).forEach(chip => current(chip, chip.dataset.state === state));
    filter();
  };

  const listen = url => {
    const feed = find('#feed'), source = new EventSource(url);
    const tell = (word, on) => { feed.hidden = false; feed.textContent = word; feed.classList.toggle('off', !on); };
    source.addEventListener('swap', event => { const cut = event.data.indexOf('\n'); swap(event.data.slice(0, cut), event.data.slice(cut + 1)); });
    source.onopen = () => tell('live', true);
    source.onerror = () => tell('reconnecting', false);
  };

  const ago = () => {
    for (const time of all('time[data-ago]')) {
      const s = (Date.now() - Date.parse(time.dateTime)) / 1000;
      time.textContent = s < 5 ? 'now' : s < 60 ? `${Math.floor(s)} s ago` : s < 3600 ? `${Math.floor(s / 60)} min ago` : s < 86400 ? `${Math.floor(s / 3600)} h ago` : `${Math.floor(s / 86400)} d ago`;
    }
  };

  // Where a key of a machine's menu, or a link within the page, leads: a link is followed, a field is opened and gets the focus.
  const reach = element => {
    const box = element.closest('details');
    if (box) box.open = true;
    if (element.matches('a, [type=checkbox]')) element.click();
    (element.matches('details') ? find('input', element) : element).focus();
  };

  let before = '';
  const keys = {
    j: () => step(1), k: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1), d: theme, '?': help,
    '/': () => find('[data-filter] [type=search]')?.focus(), u: () => find('[data-up]')?.click(),
    Enter: () => find('[data-row][aria-selected=true] a')?.click(),
  };
  const press = event => {
    if (event.ctrlKey || event.metaKey || event.altKey || find('dialog[open]')) return;
    const typing = event.target.matches('input, textarea, select');
    if (typing) { if (event.key === 'Escape') { event.target.value = ''; event.target.blur(); filter(); } return; }
    const go = before === 'g' && { n: '/nodes', i: '/images', m: '/menu', c: '/catalog', r: '/mirror' }[event.key];
    before = event.key;
    if (go) { location.href = go; return; }
    if (event.key === 'Enter' && event.target.matches('a, button, summary')) return;
    // A machine's menu has keys of its own.
    const hot = find(`[data-key="${CSS.escape(event.key)}"]`);
    if (hot) { event.preventDefault(); reach(hot); return; }
    const action = keys[event.key];
    if (!action || (event.key.startsWith('Arrow') && !find('[data-row]'))) return;
    event.preventDefault();
    action();
  };
  const click = event => {
    const button = event.target.closest('[data-do]'), chip = event.target.closest('[data-state]'), row = event.target.closest('[data-row]');
    if (button?.dataset.do === 'theme') theme();
    else if (button?.dataset.do === 'help') help();
    else if (button?.dataset.do === 'copy') navigator.clipboard?.writeText(button.dataset.text).then(() => { button.textContent = 'copied'; });
    else if (chip) { event.preventDefault(); all('[data-state]').forEach(other => current(other, other === chip)); filter(); }
    else if (event.target.closest('a[href^="#"]')) { event.preventDefault(); reach(find(event.target.closest('a').hash)); }
    else if (row && !event.target.closest('a, button') && !getSelection().toString()) find('a', row)?.click();
  };

  document.addEventListener('DOMContentLoaded', () => {
    reveal(document);
    all('[data-noscript]').forEach(element => { element.hidden = true; });
    document.addEventListener('keydown', press);
    document.addEventListener('click', click);
    document.addEventListener('change', event => { if (event.target.matches('[data-auto] select')) event.target.form.requestSubmit(); });
    find('[data-filter]')?.addEventListener('input', filter);
    find('[data-filter]')?.addEventListener('submit', event => { event.preventDefault(); step(1); });
    if (document.body.dataset.live) listen(document.body.dataset.live);
    setInterval(ago, 5000);
  });
})();
