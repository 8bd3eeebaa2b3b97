/** What the browser's counter makes of a text, for Node and for a page. Places become code points, as in Python. */

export function points(text, at) {
  return [...text.slice(0, at)].length;
}

export function answer(counter, text) {
  const placed = ({ kind, start, end, name, tail }) => [kind, points(text, start), points(text, end), name, tail];
  const ofEach = (tell) => Object.fromEntries(counter.networks.map(({ id }) => [id, tell(id)]));
  const reply = counter.replyTo(text);
  return {
    counts: ofEach((id) => {
      const { length, end, problem } = counter.count(text, id);
      return [length, points(text, end), problem];
    }),
    entities: ofEach((id) => counter.entities(text, id).map(placed)),
    reply: reply && placed(reply),
  };
}
