// What tests measure in an open page. Each answers with a list of what is wrong, ready to be read.
window.measures = (() => {
  const show = (each) => each.outerHTML.slice(0, 110);
  const CONTROLS = "a[href], button, summary, select, textarea, input:not([type=hidden])";
  const isShown = (each) => each.checkVisibility({ visibilityProperty: true });

  /** What sticks out to the right, the furthest first. */
  function overflowing() {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    return [...document.body.querySelectorAll("*")]
      .map((each) => [each.getBoundingClientRect().right, each])
      .filter(([right, each]) => right > room && !each.closest(".visually-hidden"))
      .sort(([one], [other]) => other - one)
      .slice(0, 3)
      .map(([right, each]) => `${Math.ceil(right)}: ${show(each)}`);
  }

  /** Buttons, fields and ways around the site are 44 px high, other links 24 px; links within a sentence are as they are. */
  function smallTargets() {
    const small = [];
    for (const each of document.querySelectorAll(CONTROLS)) {
      const isLink = each.matches("a:not(.button)");
      const inSentence = each.matches(".as-link") || (isLink && getComputedStyle(each).display === "inline");
      if (inSentence || !isShown(each) || each.closest(".skip, .visually-hidden")) continue;
      const target = each.matches("[type=radio], [type=checkbox]") ? each.closest("label") : each;
      const { width, height } = target.getBoundingClientRect();
      const leastWidth = isLink ? 24 : 44;
      const leastHeight = isLink && !each.closest("nav, header, footer, .lessons") ? 24 : 44;
      if (width < leastWidth - 0.01 || height < leastHeight - 0.01) small.push(`${width} × ${height}: ${show(each)}`);
    }
    return small;
  }

  /** What has the focus: whether that is shown, and whether anything lies over it. Null once the page is left. */
  function focused() {
    const each = document.activeElement;
    if (!each || each === document.body) return null;
    each.dataset.visited = "";
    const style = getComputedStyle(each);
    const rect = each.getClientRects()[0];
    const [left, right] = [Math.max(rect.left, 0), Math.min(rect.right, innerWidth)];
    const [top, bottom] = [Math.max(rect.top, 0), Math.min(rect.bottom, innerHeight)];
    const found = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    return {
      what: show(each),
      ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
      seen: right > left && bottom > top && (each.contains(found) || each.closest("label")?.contains(found) === true),
    };
  }

  /** A button that stands at the head of a form only for Enter to press, and does what a button for everybody does further on. */
  function standsForAnother(each) {
    const { ariaHidden, name, value, form } = each;
    return ariaHidden === "true" && [...(form?.elements ?? [])].some((other) => other.name === name && other.value === value && !other.ariaHidden);
  }

  /** What the focus has not visited; of a group of radio buttons one is enough. */
  function leftOut() {
    const isVisited = (each) => "visited" in each.dataset;
    return [...document.querySelectorAll(CONTROLS)]
      .filter((each) => isShown(each) && !standsForAnother(each) && !each.disabled && !isVisited(each))
      .filter((each) => each.type !== "radio" || ![...document.getElementsByName(each.name)].some(isVisited))
      .map(show);
  }

  function moving() {
    return [...document.querySelectorAll("*")].flatMap((each) =>
      [null, "::before", "::after"].flatMap((part) => {
        const { transitionDuration, animationName } = getComputedStyle(each, part);
        return /[1-9]/.test(transitionDuration) || animationName !== "none" ? [`${each.tagName}${part ?? ""}`] : [];
      }),
    );
  }

  const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);

  function luminance(colour) {
    const [r, g, b] = numbers(colour).map((n) => (n / 255 <= 0.03928 ? n / 255 / 12.92 : ((n / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  function contrast(one, other) {
    const [more, less] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (more + 0.05) / (less + 0.05);
  }

  function ground(each) {
    for (; each; each = each.parentElement) {
      const colour = getComputedStyle(each).backgroundColor;
      if ((numbers(colour)[3] ?? 1) > 0.5) return colour;
    }
    return "rgb(255, 255, 255)";
  }

  /** Text and strokes too close in colour to what they stand on. */
  function faint() {
    const found = [];
    for (const each of document.querySelectorAll("body *")) {
      if (!each.checkVisibility() || each.closest(".visually-hidden, .progress")) continue;
      const style = getComputedStyle(each);
      const below = ground(each);
      const hasText = [...each.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
      const ink = each instanceof SVGElement ? style.fill : style.color;
      if (hasText && contrast(ink, below) < 4.5) found.push(`${ink} on ${below}: ${show(each)}`);
      const isDrawn = each.matches("path, line, circle, rect, ellipse, polyline, polygon") && style.stroke !== "none";
      if (isDrawn && contrast(style.stroke, below) < 3) found.push(`${style.stroke} on ${below}: ${show(each)}`);
    }
    return found;
  }

  /** Short words that are broken, as they are in a column too narrow for them; and numbers of a ruler that touch. */
  function squeezed() {
    const found = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    let [scale, reached] = [null, 0];
    while (texts.nextNode()) {
      const { currentNode: text, currentNode: { data, parentElement: within } } = texts;
      if (!data.trim() || !isShown(within) || within.closest(".visually-hidden, .skip, textarea, select")) continue;
      for (const { 0: word, index } of data.matchAll(/(?<![^\s])[^\s/–—-]{2,6}(?![^\s])/g)) {
        range.setStart(text, index);
        range.setEnd(text, index + word.length);
        const [first, ...others] = range.getClientRects();
        if (others.some(({ top }) => top >= first.bottom - 1)) found.push(`${word}: ${show(within)}`);
      }
      if (!within.matches(".scale > span")) continue;
      range.selectNodeContents(text);
      const { left, right } = range.getBoundingClientRect();
      if (within.parentElement === scale && left < reached + 2) found.push(`touches the one before: ${show(within)}`);
      [scale, reached] = [within.parentElement, right];
    }
    return found;
  }

  return { overflowing, squeezed, smallTargets, focused, leftOut, moving, faint };
})();
