// The page of a call: sound and pictures both ways, and what Earshot says of them.
"use strict";

const VERSION = 1; // of the messages, see app/call/messages.py
const CHANNEL = "earshot";
const GATHERING_MS = 3000;
const STATISTICS_MS = 1000;
const HISTORY = 60; // seconds
const CAPTIONS_KEPT = 100;
const GESTURE_MS = 2500;
const LIVE_MS = 6000;
const SIDES = { earshot: "Earshot", guest: "You" };

const at = (id) => document.getElementById(id);
const call = { connection: null, channel: null, session: null, token: "", media: null, timer: 0 };
const shown = { history: { in: [], out: [] }, before: null, liveTimers: {} };

at("entry").addEventListener("submit", (event) => {
  event.preventDefault();
  join(at("token").value.trim());
});
at("leave").addEventListener("click", () => leave("you left"));
at("microphone").addEventListener("click", () => toggle("microphone", "audio", "Microphone"));
at("camera").addEventListener("click", () => toggle("camera", "video", "Camera"));
at("hand").addEventListener("click", raiseHand);
window.addEventListener("pagehide", () => leave("you left"));

// The token may come behind the address's #, which browsers send to nobody.
const given = new URLSearchParams(location.hash.slice(1)).get("token");
if (given) {
  at("token").value = given;
  history.replaceState(null, "", location.pathname);
}

async function join(token) {
  at("join").disabled = true;
  say("asking for camera and microphone");
  try {
    call.token = token;
    call.media = await ownMedia();
    at("mine").srcObject = call.media;
    at("captions").replaceChildren(); // a new call counts utterances and packets anew
    Object.assign(shown, { history: { in: [], out: [] }, before: null });
    say("calling");
    await connect();
  } catch (error) {
    leave(error.message, true);
  }
}

// Without a camera one can still talk, without a microphone still listen.
async function ownMedia() {
  const wishes = [{ audio: true, video: true }, { audio: true }, { video: true }];
  for (const wish of wishes) {
    try {
      return await navigator.mediaDevices.getUserMedia(wish);
    } catch (error) {
      if (error.name === "NotAllowedError") throw new Error("camera and microphone are not allowed");
    }
  }
  return new MediaStream();
}

async function connect() {
  const connection = new RTCPeerConnection({ iceServers: [], bundlePolicy: "max-bundle" });
  call.connection = connection;
  for (const kind of ["audio", "video"]) {
    const track = call.media.getTracks().find((one) => one.kind === kind);
    connection.addTransceiver(track ?? kind, { direction: track ? "sendrecv" : "recvonly" });
  }
  call.channel = connection.createDataChannel(CHANNEL);
  call.channel.onmessage = (event) => received(event.data);
  const theirs = new MediaStream();
  connection.ontrack = (event) => {
    theirs.addTrack(event.track);
    at("theirs").srcObject = theirs;
  };
  connection.onconnectionstatechange = () => stateChanged(connection.connectionState);
  await connection.setLocalDescription();
  await gathered(connection);
  const answer = await fetch("/call", {
    method: "POST",
    headers: { "Content-Type": "application/sdp", Authorization: `Bearer ${call.token}` },
    body: connection.localDescription.sdp,
  });
  const text = await answer.text();
  if (answer.status !== 201) {
    throw new Error(answer.status === 401 ? "the token is wrong" : text || `error ${answer.status}`);
  }
  call.session = answer.headers.get("Location");
  await connection.setRemoteDescription({ type: "answer", sdp: text });
  for (const id of ["microphone", "camera", "hand", "leave"]) at(id).disabled = false;
  at("placeholder").hidden = true;
  at("entry").hidden = true;
  call.timer = setInterval(measure, STATISTICS_MS);
}

// All our addresses go into the offer: the server takes no later ones.
function gathered(connection) {
  return new Promise((resolve) => {
    const done = () => connection.iceGatheringState === "complete" && resolve();
    connection.addEventListener("icegatheringstatechange", done);
    setTimeout(resolve, GATHERING_MS);
    done();
  });
}

function leave(why, bad = false) {
  clearInterval(call.timer);
  if (call.session) {
    fetch(call.session, {
      method: "DELETE",
      headers: { Authorization: `Bearer ${call.token}` },
      keepalive: true,
    }).catch(() => {});
  }
  call.connection?.close();
  call.media?.getTracks().forEach((track) => track.stop());
  Object.assign(call, { connection: null, channel: null, session: null, media: null });
  at("theirs").srcObject = at("mine").srcObject = null;
  for (const id of ["microphone", "camera", "hand", "leave"]) at(id).disabled = true;
  at("join").disabled = at("entry").hidden = at("placeholder").hidden = false;
  at("raised-theirs").hidden = at("muted-theirs").hidden = at("recording").hidden = true;
  at("live-caption").replaceChildren();
  pressed("microphone", true, "Microphone on");
  pressed("camera", true, "Camera on");
  pressed("hand", false, "Raise hand");
  say(why, bad);
}

function stateChanged(state) {
  if (state === "failed") leave("the connection broke off", true);
  else say(state);
}

function say(text, bad = false) {
  at("state").textContent = text;
  at("state").classList.toggle("bad", bad);
}

function pressed(id, on, text) {
  at(id).setAttribute("aria-pressed", String(on));
  at(id).textContent = text;
}

function toggle(id, kind, name) {
  const tracks = call.media?.getTracks().filter((track) => track.kind === kind) ?? [];
  for (const track of tracks) track.enabled = !track.enabled;
  const on = tracks.some((track) => track.enabled);
  pressed(id, on, `${name} ${on ? "on" : "off"}`);
  if (kind === "audio") tell({ type: "microphone", side: "guest", on });
}

function raiseHand() {
  const raised = at("hand").getAttribute("aria-pressed") !== "true";
  tell({ type: "hand", side: "guest", raised });
}

function tell(message) {
  if (call.channel?.readyState === "open") call.channel.send(JSON.stringify({ v: VERSION, ...message }));
}

// Messages are data: their text is only ever shown as text.
function received(data) {
  let message;
  try {
    message = JSON.parse(data);
  } catch {
    return;
  }
  if (message?.v !== VERSION) return;
  const takers = { hello, caption, gesture, hand, microphone, quality, notice: (one) => say(one.text) };
  if (Object.hasOwn(takers, message.type)) takers[message.type](message);
}

function hello(message) {
  at("recording").hidden = !message.recording;
}

function hand(message) {
  if (message.side === "earshot") at("raised-theirs").hidden = !message.raised;
  else pressed("hand", message.raised, message.raised ? "Lower hand" : "Raise hand");
}

function microphone(message) {
  if (message.side === "earshot") at("muted-theirs").hidden = message.on;
}

let gestureTimer = 0;
function gesture(message) {
  at("gesture").textContent = `${SIDES[message.side] ?? "?"}: ${message.gesture.replaceAll("_", " ")}`;
  at("gesture").hidden = false;
  clearTimeout(gestureTimer);
  gestureTimer = setTimeout(() => (at("gesture").hidden = true), GESTURE_MS);
}

function caption(message) {
  const key = `${message.side} ${message.utterance}`;
  const list = at("captions");
  let line = [...list.children].find((one) => one.dataset.key === key);
  if (!message.text) {
    line?.remove();
  } else {
    if (!line) {
      line = captionLine("li", message);
      line.dataset.key = key;
      list.append(line);
    }
    line.lastChild.textContent = message.text;
    line.classList.toggle("draft", !message.final);
    while (list.childElementCount > CAPTIONS_KEPT) list.firstElementChild.remove();
    list.scrollTop = list.scrollHeight;
  }
  live(message);
}

function captionLine(element, message) {
  const line = document.createElement(element);
  line.classList.add(message.side === "guest" ? "guest" : "earshot");
  const side = document.createElement("span");
  side.className = "side";
  side.textContent = `${SIDES[message.side] ?? "?"} `;
  line.append(side, document.createElement("span"));
  return line;
}

// The last words of each side, over the picture, for a moment.
function live(message) {
  const side = message.side === "guest" ? "guest" : "earshot";
  at("live-caption").querySelector(`.${side}`)?.parentElement.remove();
  clearTimeout(shown.liveTimers[side]);
  if (!message.text) return;
  const line = captionLine("p", message);
  line.lastChild.textContent = message.text.split(" ").slice(-14).join(" ");
  const row = document.createElement("div");
  row.append(line);
  at("live-caption").append(row);
  shown.liveTimers[side] = setTimeout(() => row.remove(), LIVE_MS);
}

function quality(message) {
  figures("out", message.loss_percent, message.concealed_percent, message.delay_ms, message.jitter_ms);
}

// What this browser hears: its own counts, as differences over a second.
async function measure() {
  if (!call.connection) return;
  for (const one of (await call.connection.getStats()).values()) {
    if (one.type !== "inbound-rtp" || one.kind !== "audio") continue;
    const before = shown.before ?? one;
    shown.before = one;
    const grown = (name) => (one[name] ?? 0) - (before[name] ?? 0);
    const packets = grown("packetsReceived") + grown("packetsLost");
    figures(
      "in",
      share(grown("packetsLost"), packets),
      share(grown("concealedSamples") - grown("silentConcealedSamples"), grown("totalSamplesReceived")),
      (1000 * grown("jitterBufferDelay")) / (grown("jitterBufferEmittedCount") || 1),
      1000 * (one.jitter ?? 0),
    );
  }
}

function share(part, whole) {
  return whole > 0 ? (100 * part) / whole : 0;
}

function figures(way, loss, concealed, delay, jitter) {
  at(`${way}-loss`).textContent = `${loss.toFixed(1)} %`;
  at(`${way}-concealed`).textContent = `${concealed.toFixed(1)} %`;
  at(`${way}-delay`).textContent = `${delay.toFixed(0)} ms`;
  at(`${way}-jitter`).textContent = `${jitter.toFixed(0)} ms`;
  const line = shown.history[way];
  line.push(concealed);
  if (line.length > HISTORY) line.shift();
  draw();
}

function draw() {
  const canvas = at("history");
  const context = canvas.getContext("2d");
  const most = Math.max(5, ...shown.history.in, ...shown.history.out);
  const style = getComputedStyle(document.documentElement);
  context.clearRect(0, 0, canvas.width, canvas.height);
  for (const way of ["in", "out"]) {
    const line = shown.history[way];
    context.beginPath();
    line.forEach((value, index) => {
      const x = canvas.width - ((line.length - 1 - index) * canvas.width) / (HISTORY - 1);
      const y = canvas.height - 6 - (value / most) * (canvas.height - 12);
      if (index) context.lineTo(x, y);
      else context.moveTo(x, y);
    });
    context.strokeStyle = style.getPropertyValue(`--${way}`);
    context.lineWidth = 3;
    context.stroke();
  }
}
