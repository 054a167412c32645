/* What a PAC file may call: the functions of the proxy auto-config format as today's browsers have them, over injected names, addresses
 * and time. An expression: a function that takes one request as JSON and gives one reply as JSON.
 *
 * Names are looked up in a table. One that is missing is noted and thrown; the caller resolves it and runs the script again.
 */
(function () {
  "use strict";

  /* What a script may put in their place is not what this one uses. */
  const parse = JSON.parse, stringify = JSON.stringify, RealDate = Date, keysOf = Object.keys, textOf = String, bare = Object.create,
    withPrototype = Object.setPrototypeOf;
  const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
  const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

  /* One more than any evaluation may ask for: the caller sees that it is too many, whatever a script asks for in one run. */
  const MOST_NAMES = 65;

  /* What no resolver is asked for: longer than a name can be (RFC 1035 section 2.3.4), empty or control characters, half characters. */
  const NO_NAME = /^[^]{255}|[\0-\x20\x7f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

  /* Without a prototype: nothing that a script does to those of the language is met here. */
  let names = bare(null), missing = list(), missed = bare(null), own = [], clock = null, alerts = list();

  function list() {
    return withPrototype([], null);
  }

  /* ---- names ---- */

  class Missing extends Error {}

  function lookUp(host) {
    if (typeof host !== "string" || host === "") return [];
    const name = host.toLowerCase();
    if (version(name)) return [name];
    const found = names[name];
    if (found !== undefined) return found;
    if (NO_NAME.test(name)) return [];
    if (missed[name] === undefined && missing.length < MOST_NAMES) {
      missed[name] = true;
      missing[missing.length] = name;
    }
    throw new Missing(name);
  }

  function dnsResolve(host) {
    const first = lookUp(host).find((address) => version(address) === 4);
    return first === undefined ? null : first;
  }

  function isResolvable(host) {
    return dnsResolve(host) !== null;
  }

  function dnsResolveEx(host) {
    return lookUp(host).join(";");
  }

  function isResolvableEx(host) {
    return dnsResolveEx(host) !== "";
  }

  function myIpAddress() {
    const first = own.find((address) => version(address) === 4);
    return first === undefined ? "127.0.0.1" : first;
  }

  function myIpAddressEx() {
    return own.join(";");
  }

  /* ---- host names ---- */

  function isPlainHostName(host) {
    return String(host).search(/[.:]/) === -1;
  }

  function dnsDomainIs(host, domain) {
    if (typeof domain === "string") return host.endsWith(domain);
    return host.length >= domain.length && host.substring(host.length - domain.length) == domain;
  }

  function localHostOrDomainIs(host, hostdom) {
    if (typeof host !== "string") return host == hostdom || hostdom.startsWith(host + ".");
    return host === hostdom || (hostdom[host.length] === "." && hostdom.startsWith(host));
  }

  function dnsDomainLevels(host) {
    return host.split(".").length - 1;
  }

  /* Tables without a prototype: the engine finds a text of the script in them without reading it again. */
  const globs = Object.create(null);

  function shExpMatch(text, pattern) {
    const matches = globs[pattern] ?? (globs[pattern] = globOf(pattern));
    return matches(String(text));
  }

  /* Browsers make a regular expression of the pattern, in which only . * and ? change their meaning: the rest works in it. */
  function globOf(pattern) {
    if (!/[?\\^$+()[\]{}|]/.test(pattern)) return segmentsOf(pattern.split("*"));
    const glob = new RegExp("^" + pattern.replace(/\./g, "\\.").replace(/\*/g, ".*").replace(/\?/g, ".") + "$");
    return (text) => glob.test(text);
  }

  /* The same for a pattern of plain text and stars, many times faster and never exponential. Addresses hold no line breaks. */
  function segmentsOf(segments) {
    const first = segments[0], last = segments[segments.length - 1], between = segments.slice(1, -1);
    if (segments.length === 1) return (text) => text === first;
    if (between.length === 0 && first === "") return (text) => text.endsWith(last);
    if (between.length === 0 && last === "") return (text) => text.startsWith(first);
    if (between.length === 1 && first === "" && last === "") return (text) => text.includes(between[0]);
    return function (text) {
      const end = text.length - last.length;
      let at = first.length;
      if (at > end || !text.startsWith(first) || !text.endsWith(last)) return false;
      for (let index = 0; index < between.length; index++) {
        at = text.indexOf(between[index], at);
        if (at === -1) return false;
        at += between[index].length;
        if (at > end) return false;
      }
      return true;
    };
  }

  /* ---- addresses ---- */

  const DOTTED = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;

  function convert_addr(text) {
    const bytes = text.split(".");
    return ((bytes[0] & 0xff) << 24) | ((bytes[1] & 0xff) << 16) | ((bytes[2] & 0xff) << 8) | (bytes[3] & 0xff);
  }

  const quads = Object.create(null), hosts = Object.create(null);

  /* The number of a dotted quad; null for what is none. */
  function quadOf(text) {
    const known = quads[text];
    return known !== undefined ? known : (quads[text] = version(String(text)) === 4 ? convert_addr(text) : null);
  }

  /* The number of a host's address, itself or looked up; null where it has none. A name that is missing is thrown on. */
  function numberOf(host) {
    const known = hosts[host];
    if (known !== undefined) return known;
    const address = DOTTED.test(host) ? host : dnsResolve(host);
    return (hosts[host] = address === null ? null : quadOf(address));
  }

  function isInNet(host, pattern, mask) {
    const net = quadOf(pattern), bits = quadOf(mask);
    if (net === null || bits === null) return false;
    const number = numberOf(host);
    return number !== null && (number & bits) === (net & bits);
  }

  /* 4, 6, or 0 for a text that is no address. */
  function version(text) {
    const bytes = bytesOf(text);
    return bytes === null ? 0 : bytes.length === 4 ? 4 : 6;
  }

  function bytesOf(text) {
    const quad = DOTTED.exec(text);
    if (quad) {
      const bytes = quad.slice(1).map(Number);
      return bytes.every((byte) => byte < 256) ? bytes : null;
    }
    return text.includes(":") ? bytesOf6(text) : null;
  }

  /* RFC 4291 section 2.2: eight groups, one "::" for a run of zeros, the last two groups as a dotted quad. */
  function bytesOf6(text) {
    const halves = text.split("::");
    if (halves.length > 2) return null;
    const [head, tail] = halves.map((half) => groupsOf(half));
    if (head === null || tail === null) return null;
    if (tail === undefined) return head.length === 16 ? head : null;
    if (head.length + tail.length > 14) return null;
    return [...head, ...new Array(16 - head.length - tail.length).fill(0), ...tail];
  }

  function groupsOf(half) {
    if (half === "") return [];
    const groups = half.split(":"), bytes = [];
    for (let index = 0; index < groups.length; index++) {
      const group = groups[index];
      if (index === groups.length - 1 && group.includes(".")) {
        const quad = DOTTED.test(group) ? bytesOf(group) : null;
        if (quad === null) return null;
        bytes.push(...quad);
      } else if (/^[0-9a-f]{1,4}$/i.test(group)) {
        const value = parseInt(group, 16);
        bytes.push(value >> 8, value & 0xff);
      } else {
        return null;
      }
    }
    return bytes;
  }

  function isInNetEx(address, prefix) {
    const parts = String(prefix).split("/");
    if (parts.length !== 2 || !/^\d{1,3}$/.test(parts[1])) return false;
    const bytes = bytesOf(String(address)), net = bytesOf(parts[0]);
    let bits = Number(parts[1]);
    if (bytes === null || net === null || bytes.length !== net.length || bits > 8 * net.length) return false;
    for (let index = 0; bits > 0; index++, bits -= 8) {
      const mask = bits >= 8 ? 0xff : (0xff << (8 - bits)) & 0xff;
      if ((bytes[index] & mask) !== (net[index] & mask)) return false;
    }
    return true;
  }

  function sortIpAddressList(list) {
    const rows = String(list).replace(/[ \t]/g, "").split(";").map((text) => ({ text, bytes: bytesOf(text) }));
    if (rows.some((row) => row.bytes === null)) return false;
    rows.sort((one, other) => other.bytes.length - one.bytes.length || compare(one.bytes, other.bytes));
    return rows.map((row) => row.text).join(";");
  }

  /* ---- time ---- */

  /* Two lists of numbers, the weightiest first. */
  function compare(one, other) {
    for (let index = 0; index < one.length; index++) {
      if (one[index] !== other[index]) return one[index] - other[index];
    }
    return 0;
  }

  /* Both ends belong to it; an end before the start goes over the turn of the day, week or year. */
  function within(now, from, to) {
    const afterStart = compare(now, from) >= 0, beforeEnd = compare(now, to) <= 0;
    return compare(from, to) <= 0 ? afterStart && beforeEnd : afterStart || beforeEnd;
  }

  /* The arguments without a trailing "GMT", and the clock that they mean. */
  function timed(given) {
    const all = [...given];
    return all[all.length - 1] === "GMT" ? [all.slice(0, -1), clock.utc] : [all, clock.local];
  }

  function weekdayRange() {
    const [days, now] = timed(arguments);
    if (days.length < 1) return false;
    const from = DAYS.indexOf(days[0]), to = days.length === 2 ? DAYS.indexOf(days[1]) : from;
    return from !== -1 && to !== -1 && within([now.weekday], [from], [to]);
  }

  function timeRange() {
    if (arguments.length === 0) return false;
    const [parts, now] = timed(arguments);
    const whole = parts.map(Number);
    switch (parts.length) {
      case 1: return now.hour === whole[0];
      case 2: return whole[0] <= now.hour && now.hour <= whole[1];
      case 4: return within([now.hour, now.minute], whole.slice(0, 2), whole.slice(2));
      case 6: return within([now.hour, now.minute, now.second], whole.slice(0, 3), whole.slice(3));
      default: throw new Error("timeRange: bad number of arguments");
    }
  }

  /* Day, month name or year by its value, as browsers tell them apart; null for a word that is no month. */
  function dated(parts) {
    const date = {};
    for (const part of parts) {
      const number = parseInt(part, 10);
      if (isNaN(number)) {
        date.month = MONTHS.indexOf(part);
        if (date.month === -1) return null;
      } else if (number < 32) {
        date.day = number;
      } else {
        date.year = number;
      }
    }
    return date;
  }

  function dateRange() {
    const [parts, now] = timed(arguments);
    if (parts.length < 1) return false;
    if (parts.length === 1) {
      const only = dated(parts);
      return only !== null && Object.keys(only).every((key) => only[key] === now[key]);
    }
    const from = dated(parts.slice(0, parts.length >> 1)), to = dated(parts.slice(parts.length >> 1));
    if (from === null || to === null) return false;
    // two bare days are days of every month
    const month = parts.length === 2 && from.day !== undefined ? now.month : undefined;
    const start = [from.year ?? now.year, from.month ?? month ?? 0, from.day ?? 1];
    const end = [to.year ?? now.year, to.month ?? month ?? 11, to.day ?? 31];
    return within([now.year, now.month, now.day], start, end);
  }

  /* Date as the script sees it: without arguments, the injected instant. */
  function InjectedDate(...given) {
    if (!new.target) return new RealDate(clock.instant).toString();
    return Reflect.construct(RealDate, given.length ? given : [clock.instant], new.target);
  }
  InjectedDate.prototype = RealDate.prototype;
  InjectedDate.prototype.constructor = InjectedDate;
  InjectedDate.now = () => clock.instant;
  InjectedDate.UTC = RealDate.UTC;
  InjectedDate.parse = RealDate.parse;

  function alert(message) {
    if (alerts.length < 20) alerts[alerts.length] = String(message).slice(0, 200);
  }

  const library = {
    Date: InjectedDate, alert, convert_addr, dateRange, dnsDomainIs, dnsDomainLevels, dnsResolve, dnsResolveEx, isInNet, isInNetEx,
    isPlainHostName, isResolvable, isResolvableEx, localHostOrDomainIs, myIpAddress, myIpAddressEx, shExpMatch, sortIpAddressList,
    timeRange, weekdayRange,
  };
  for (const name of Object.keys(library)) {
    Object.defineProperty(globalThis, name, { value: library[name], writable: true, configurable: true, enumerable: false });
  }

  function entry() {
    if (typeof FindProxyForURL === "function") return FindProxyForURL;
    return typeof FindProxyForURLEx === "function" ? FindProxyForURLEx : null;
  }

  /* The engine throws null where it has not even room for an error. */
  function messageOf(error) {
    if (error === null) return "InternalError: out of memory";
    return error instanceof Error ? error.name + ": " + error.message : textOf(error);
  }

  function find(url, host) {
    missing = list();
    missed = bare(null);
    alerts = list();
    const reply = bare(null);
    try {
      const answer = entry()(url, host);
      if (typeof answer === "string") reply.answer = answer;
      else reply.error = "the script answered " + (answer === null ? "null" : typeof answer) + ", not a text";
    } catch (error) {
      reply.error = messageOf(error);
    }
    if (missing.length) reply.missing = missing;
    if (alerts.length) reply.alerts = alerts;
    return reply;
  }

  function learn(found) {
    const known = keysOf(found);
    for (let index = 0; index < known.length; index++) names[known[index]] = found[known[index]];
  }

  return function (text) {
    const request = withPrototype(parse(text), null);
    if (request.own) own = request.own;
    if (request.clock) clock = request.clock;
    if (request.names) learn(request.names);
    if (typeof request.url === "string") return stringify(find(request.url, request.host));
    const state = bare(null);
    state.missing = missing;
    state.entry = entry() !== null;
    return stringify(state);
  };
})()
