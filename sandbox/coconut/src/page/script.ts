/** The page's script. It calls the staff actions and the control plane like any other program. */
export const script = `
const message = document.getElementById("message");
const changing = document.getElementById("change");
const joining = document.getElementById("join");

async function post(path, body, done) {
  try {
    const response = await fetch("/sandbox/" + path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body ?? {}),
    });
    const answer = await response.json();
    say(response.ok ? done : answer.error, !response.ok);
    return response.ok;
  } catch {
    say("The sandbox does not answer.", true);
    return false;
  } finally {
    await refresh();
  }
}

let fading;
function say(text, isBad) {
  message.textContent = text;
  message.classList.toggle("bad", isBad);
  clearTimeout(fading);
  fading = setTimeout(() => { message.textContent = ""; }, 6000);
}

async function refresh() {
  const response = await fetch("/lists").catch(() => undefined);
  if (!response?.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const id of ["appointments", "deliveries"]) {
    const before = document.getElementById(id);
    const after = fresh.getElementById(id);
    if (!after || before.outerHTML === after.outerHTML) continue;
    const focused = before.contains(document.activeElement) ? document.activeElement.id : "";
    before.replaceWith(after);
    if (focused) (document.getElementById(focused) ?? document.getElementById(id + "-title")).focus();
  }
}

const wireTime = (value) => value.replace("T", " ") + (value.length === 16 ? ":00" : "");
const staffOf = (value) => (value === "nobody" ? null : value);

document.getElementById("book").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const fields = [...new FormData(form)].filter(([, value]) => value !== "");
  const body = Object.fromEntries(fields);
  if (body.start) body.start = wireTime(body.start);
  if (body.staff) body.staff = staffOf(body.staff);
  body.meetingMethod = Number(body.meetingMethod);
  body.walkIn = form.elements.walkIn.checked;
  const button = form.querySelector("button");
  button.disabled = true;
  const isBooked = await post("appointments", body, "Booked for " + body.firstName + " " + body.lastName + ".");
  button.disabled = false;
  if (isBooked) {
    for (const name of ["firstName", "lastName", "email", "cellPhone", "start", "notes"]) form.elements[name].value = "";
    form.elements.walkIn.checked = false;
  }
  form.elements.firstName.focus();
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  const data = button?.dataset;
  if (!data) return;
  if (data.change) openChange(data);
  else if (data.join) openJoin(data);
  else if (data.path) await post("appointments/" + data.path, data.status && { status: data.status }, "Done.");
  else if (data.redeliver) await post("deliveries/" + data.redeliver + "/redeliver", {}, "Sent again.");
  else if (data.hold !== undefined) await post("deliveries/hold", {}, "New events are kept back.");
  else if (data.order) await post("deliveries/release", { order: data.order }, "Released.");
});

function open(dialog, id, who) {
  dialog.dataset.id = id;
  dialog.querySelector(".who").textContent = who;
  dialog.returnValue = "";
  dialog.showModal();
}

const changeable = ["start", "staff", "status", "notes"];

function openChange(data) {
  const fields = changing.querySelector("form").elements;
  for (const name of changeable) changing.dataset[name] = fields[name].value = data[name];
  changing.querySelector(".zone").textContent = data.zone;
  open(changing, data.change, data.who);
}

changing.addEventListener("close", async () => {
  if (changing.returnValue !== "save") return;
  const fields = changing.querySelector("form").elements;
  const { start, staff, status, notes } = Object.fromEntries(changeable.map((name) => [name, fields[name].value]));
  const before = { ...changing.dataset };
  const path = "appointments/" + before.id;
  // A cancelled appointment cannot be changed, so the status is set last.
  const steps = [
    [wireTime(start) !== wireTime(before.start), "/reschedule", { start: wireTime(start) }],
    [staff !== before.staff, "/assign", { staff: staffOf(staff) }],
    [notes !== before.notes, "/notes", { notes: notes === "" ? null : notes }],
    [status !== before.status, "/status", { status }],
  ];
  for (const [isWanted, action, body] of steps) {
    if (isWanted && !(await post(path + action, body, "Changed."))) return;
  }
});

function openJoin(data) {
  joining.querySelector("form").reset();
  open(joining, data.join, data.who);
}

joining.addEventListener("close", async () => {
  if (joining.returnValue !== "save") return;
  const fields = [...new FormData(joining.querySelector("form"))].filter(([, value]) => value !== "");
  await post("appointments/" + joining.dataset.id + "/attendees", Object.fromEntries(fields), "Added.");
});

setInterval(() => { if (!document.hidden) refresh(); }, 2000);
`;
