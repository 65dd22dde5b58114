/* Plays one animation inside its element; the frame and the state can be read there:
   data-frame is the number of the frame shown, data-state is playing, paused or asking. */
(() => {
  "use strict";
  const root = document.currentScript.parentElement;
  const find = (name) => root.querySelector(".symgd-" + name);
  const [stage, ground, canvas, bar] = ["stage", "ground", "canvas", "bar"].map(find);
  const [back, play, forth, go, speed] = ["back", "play", "forth", "go", "speed"].map(find);
  const slider = find("slider");
  const data = JSON.parse(root.querySelector("script[type='application/json']").textContent);
  const last = data.seconds.length - 1;
  const context = canvas.getContext("2d");
  const alone = document.body.classList.contains("symgd-page");
  const SPEEDS = [1, 2, 4, 0.25, 0.5];
  const NAMES = { 0.25: "¼", 0.5: "½" };
  /* Height of the letters in the bar in parts of the width, and the least in pixels. */
  const LETTER = 0.025;
  const SMALLEST = 18;
  const outlines = new Map();
  let frame = 0;
  let state = "paused";
  let pace = 0;
  let timer = 0;

  /* The commands of a shape: a text, or so many of another's and then its own. */
  function outline(number) {
    if (!outlines.has(number)) {
      const shape = data.shapes[number];
      let text = shape;
      if (Array.isArray(shape)) {
        const [[base, count], rest] = shape;
        text = data.shapes[base].match(/[Mlqcz][^Mlqcz]*/g).slice(0, count).join("") + rest;
      }
      outlines.set(number, new Path2D(text));
    }
    return outlines.get(number);
  }

  /* The stamps of a series: numbers, or so many of another's and then its own. */
  function stampsOf(number) {
    const [first, ...rest] = data.series[number];
    return Array.isArray(first) ? data.series[first[0]].slice(0, first[1]).concat(rest) : [first, ...rest];
  }

  function stamp(number, left, top) {
    const [shape, look, x, y] = data.stamps[number];
    const [fill, stroke, width, dashes, start, cap, join, clips] = data.styles[look];
    const path = outline(shape);
    context.save();
    for (const clip of clips) {
      context.clip(new Path2D(clip));
    }
    context.translate(left + x, top + y);
    if (fill) {
      context.fillStyle = fill;
      context.fill(path);
    }
    if (stroke) {
      context.strokeStyle = stroke;
      context.lineWidth = width;
      context.lineCap = cap;
      context.lineJoin = join;
      context.miterLimit = 4;
      context.setLineDash(dashes);
      context.lineDashOffset = start;
      context.stroke(path);
    }
    context.restore();
  }

  function draw() {
    if (data.images) {
      ground.src = data.images[frame];
      return;
    }
    const scale = canvas.width / (data.units * data.size[0]);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.setTransform(scale, 0, 0, scale, 0, 0);
    for (const number of data.frames[frame]) {
      const [series, left, top] = data.draws[number];
      for (const one of stampsOf(series)) {
        stamp(one, left, top);
      }
    }
  }

  function show(number) {
    frame = Math.max(0, Math.min(last, number));
    root.dataset.frame = frame;
    slider.value = frame;
    slider.style.setProperty("--done", (last ? (100 * frame) / last : 100) + "%");
    slider.setAttribute("aria-valuetext", `frame ${frame} of ${last}, step ${data.steps[frame]}`);
    draw();
  }

  function become(next) {
    state = next;
    root.dataset.state = state;
    go.hidden = state !== "asking";
    play.setAttribute("aria-label", state === "playing" ? "Pause" : "Play");
    clearTimeout(timer);
    if (state === "playing") {
      timer = setTimeout(advance, (1000 * data.seconds[frame]) / SPEEDS[pace]);
    }
  }

  /* At a question the class answers first. */
  function arrive(number) {
    show(number);
    become(data.questions.includes(frame) ? "asking" : "playing");
  }

  function advance() {
    arrive(frame < last ? frame + 1 : 0);
  }

  function toggle() {
    if (!last) {
      return;
    }
    if (state === "playing") {
      become("paused");
    } else if (data.questions.includes(frame)) {
      advance();
    } else {
      become("playing");
    }
  }

  function jump(number) {
    show(number);
    become(data.questions.includes(frame) ? "asking" : "paused");
  }

  /* The keys go back to the page around, such as the slides that it stands on. */
  function leave() {
    document.activeElement.blur();
    window.parent.focus();
  }

  /* On a later slide, or far down a notebook, it waits until it is seen. */
  function begin(entries, observer) {
    if (!entries.some((entry) => entry.isIntersecting)) {
      return;
    }
    observer.disconnect();
    if (state === "paused" && frame === 0) {
      arrive(0);
    }
  }

  const KEYS = {
    " ": toggle,
    k: toggle,
    ArrowLeft: () => jump(frame - 1),
    ArrowDown: () => jump(frame - 1),
    ArrowRight: () => jump(frame + 1),
    ArrowUp: () => jump(frame + 1),
    PageUp: () => jump(frame - 1),
    PageDown: () => jump(frame + 1),
    Home: () => jump(0),
    End: () => jump(last),
    Escape: leave,
  };

  function press(event) {
    const pressing = event.key === " " && event.target instanceof HTMLButtonElement;
    if (!(event.key in KEYS) || pressing || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    event.preventDefault();
    KEYS[event.key]();
  }

  /* The letters of the bar grow with those of the picture; a page of its own is filled. */
  function fit() {
    const [width, height] = data.size;
    root.style.fontSize = Math.max(SMALLEST, LETTER * root.clientWidth) + "px";
    const room = alone ? window.innerHeight - bar.offsetHeight : Infinity;
    const wide = Math.max(1, Math.min(root.clientWidth, (room * width) / height));
    stage.style.width = bar.style.width = wide + "px";
    canvas.width = Math.round(wide * (window.devicePixelRatio || 1));
    canvas.height = Math.round((canvas.width * height) / width);
    draw();
  }

  stage.addEventListener("click", () => {
    toggle();
    /* A button that vanishes would take the keys with it. */
    root.focus({ preventScroll: true });
  });
  play.addEventListener("click", toggle);
  back.addEventListener("click", () => jump(frame - 1));
  forth.addEventListener("click", () => jump(frame + 1));
  slider.addEventListener("input", () => jump(Number(slider.value)));
  speed.addEventListener("click", () => {
    pace = (pace + 1) % SPEEDS.length;
    speed.textContent = (NAMES[SPEEDS[pace]] || SPEEDS[pace]) + "×";
    speed.setAttribute("aria-label", `Speed: ${SPEEDS[pace]} times`);
    become(state);
  });
  (alone ? document : root).addEventListener("keydown", press);
  new ResizeObserver(fit).observe(root);
  window.addEventListener("resize", fit);

  for (const control of [back, play, forth, slider, speed]) {
    control.disabled = !last;
  }
  fit();
  jump(0);
  if (last && !window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
    new IntersectionObserver(begin, { threshold: 0.25 }).observe(stage);
  }
})();
