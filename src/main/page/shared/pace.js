// Ten paints a second show everything that eyes can follow.
const EVERY_MS = 100;

// Browsers draw no frames for hidden tabs.
const HIDDEN_MS = 1_000;

// A paint may take this share of the time until the next, so that clicks and keys get through on a slow machine.
const SHARE = 8;

/**
 * Returns a function that has `work` done soon, however often it is called: before a frame, at most ten times a second, and
 * more rarely if the work takes long.
 *
 * @param {() => void} work @returns {() => void}
 */
export function paced(work) {
  let waiting = false;
  let nextAt = 0;
  const run = () => {
    waiting = false;
    const start = performance.now();
    try {
      work();
    } finally {
      const end = performance.now();
      nextAt = Math.max(start + EVERY_MS, end + (end - start) * SHARE);
    }
  };
  const due = () => (document.hidden ? run() : requestAnimationFrame(run));
  return () => {
    if (!waiting) {
      waiting = true;
      setTimeout(due, document.hidden ? HIDDEN_MS : Math.max(0, nextAt - performance.now()));
    }
  };
}
