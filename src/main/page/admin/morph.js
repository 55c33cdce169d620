/**
 * Makes the children of `parent` like `children`, and keeps every node that can stay: focus, selection and the state of
 * form fields survive a poll. Children with `data-key` are matched by it, so that a row stays the row of its session
 * when the order changes; others by position. Listeners belong on an ancestor, since nodes outlive their data.
 *
 * @param {Element} parent
 * @param {(Node | string)[]} children
 */
export function morph(parent, children) {
  const focused = document.activeElement;
  update(parent, children);
  // Moving a node in the document takes the focus away from it.
  if (focused !== document.activeElement && focused instanceof HTMLElement && parent.contains(focused)) {
    focused.focus({ preventScroll: true });
  }
}

function update(parent, children) {
  const keyed = new Map();
  for (const child of parent.children) {
    if (child.dataset?.key !== undefined) {
      keyed.set(child.dataset.key, child);
    }
  }
  let at = parent.firstChild;
  for (const child of children) {
    const wanted = typeof child === 'string' ? document.createTextNode(child) : child;
    const key = wanted.dataset?.key;
    const old = key === undefined ? at : keyed.get(key);
    if (!old || !alike(old, wanted)) {
      parent.insertBefore(wanted, at);
      continue;
    }
    if (old === at) {
      at = at.nextSibling;
    } else {
      parent.insertBefore(old, at);
    }
    adopt(old, wanted);
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

function alike(old, wanted) {
  return old.nodeName === wanted.nodeName && old.dataset?.key === wanted.dataset?.key;
}

function adopt(old, wanted) {
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== wanted.data) {
      old.data = wanted.data;
    }
    return;
  }
  // The row is said to be as before, and comes without its cells.
  if (wanted.dataset?.same !== undefined) {
    return;
  }
  for (const { name } of [...old.attributes]) {
    // The dialog and details elements keep what the user did with them.
    if (!wanted.hasAttribute(name) && name !== 'open') {
      old.removeAttribute(name);
    }
  }
  for (const { name, value } of wanted.attributes) {
    if (old.getAttribute(name) !== value) {
      old.setAttribute(name, value);
    }
  }
  update(old, [...wanted.childNodes]);
}
