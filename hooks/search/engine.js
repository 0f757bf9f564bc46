// The engine behind the search box, in place of the theme's own: same index, same messages.
//
// A section is found by the stems of its words (BM25, where a heading weighs more than a text), by
// words that begin like a query's or mean the same, and, where nothing is spelled so, by words that
// are spelled alike. Options, instructions and commands are words of their own. What stands word for
// word in a section, as an error message does, lifts it; the best section, the page as a whole, and
// the names of the page's subject decide about the page.
//
// A worker, or, where a page from a folder may start none, a script beside the theme's.
"use strict";

{
  const TITLE = 6; // how many times a heading counts
  const PAGE_TITLE = 3; // and the title of its page
  const ABOUT = 8; // and what is said about a page: its description, its keywords, its address
  const SATURATION = 2; // k1 of BM25: the tenth occurrence says little more than the third
  const LENGTH = 0.7; // b of BM25: how much a long section has to say more
  const WHOLE_PAGE = 1; // what the page as a whole adds to its best section
  const PHRASE = 1.5; // what standing there word for word adds
  const HEADLINE = 1; // and being a heading's only topic
  const QUOTED = 2; // and having a heading that stands in the query word for word
  const CALLED = 3; // and being what the page is called
  const SPOKEN = 0.5; // of a word, where an option or an instruction is asked for
  const HEADED = 3; // of a command in a heading
  const COMMAND = 0.5; // of a command of the query, beside its words
  const ASIDE = 0.5; // a section that every lesson has says little about its page
  const LIKE = 0.5; // of a word that begins like the query's
  const TYPED = 0.8; // the same, of the word that is being typed
  const HALVES = 0.9; // of its two halves
  const MEANS = 0.4; // of a word that means the same
  const CODE = 0.4; // of a word in code
  const THEIRS = 0.3; // of a word that is the reader's own, in a message
  const LIGHT = 0.1; // of a word that asks, and says little about what
  const RARE = 10; // a word in fewer sections weighs no more than one in so many
  const MOST = 10; // pages that are returned
  const SECTIONS = 4; // of each

  const ASIDES = new Set(["next", "clean up", "recap", "exercise"]);
  const STOP = new Set(
    ("a about after again all also an and another any anything are as at be been before but by " +
      "can could did do does doing else every everything for from get got had has have having " +
      "he her here how i if in into is it its itself just me my nor of off on once one only or " +
      "other our out over own s same she should so some something t than that the their them " +
      "then there these they this those through to too under until up us use used using very " +
      "want was we were what when where which while who whom whose why will with would you your").split(" "),
  );
  const ASKS = new Set(
    ("always best between change common difference different docker each error exactly example " +
      "explain find get happen happens help kind know make makes many mean means much need " +
      "needs new not possible really right see several show still tell thing things together " +
      "two type way without work works").split(" "),
  );
  // Each line: words, or sequences of words, one of which a reader may know and a page may use.
  const MEANINGS = `delete remove rm erase destroy wipe purge
    cleanup clean prune tidy free
    persist keep save store preserve retain
    password secret credential token passphrase
    show list display view
    run start launch execute
    stop kill terminate shutdown
    crash exit die fail end
    folder directory
    disk storage space
    memory ram
    cpu processor
    vm virtual_machine
    ten 10
    two 2
    three 3
    five 5
    os operating_system
    env environment
    variable setting config configuration
    small size slim shrink reduce diet
    fast speed quick slow
    connect reach talk communicate find
    port publish expose
    debug look_inside troubleshoot diagnose inspect
    install set_up setup
    upload push publish
    download pull fetch
    database db postgres sql
    arch architecture platform arm arm64 m1 raspberry
    mistake error fault warning lint
    immediately at_once instantly
    stop exit quit end
    host machine laptop computer
    edit change modify
    visible see appear show
    limit restrict throttle quota
    wait depend order
    update upgrade replace
    big large huge bloat
    root user rights privilege
    copy cp transfer
    shell bash terminal sh
    mac macos
    autostart restart
    sign signature trust provenance
    sbom bill_of_materials
    backup back_up restore
    compose multi_container
    proxy nginx
    web http website
    log logs output
    name tag
    image_size image_diet
    server service app application`
    .split("\n")
    .map((line) => line.trim().split(" ").map((one) => one.split("_")));

  // The stemmer of M. F. Porter, "An algorithm for suffix stripping" (1980).
  const C = "[^aeiou][^aeiouy]*";
  const V = "[aeiouy][aeiou]*";
  const SOME = new RegExp(`^(${C})?${V}${C}`); // its measure is at least 1
  const ONE = new RegExp(`^(${C})?${V}${C}(${V})?$`);
  const MORE = new RegExp(`^(${C})?${V}${C}${V}${C}`);
  const VOWEL = new RegExp(`^(${C})?[aeiouy]`);
  const SHORT = new RegExp(`^${C}[aeiouy][^aeiouwxy]$`);
  const SECOND = {
    ational: "ate", tional: "tion", enci: "ence", anci: "ance", izer: "ize", bli: "ble", alli: "al",
    entli: "ent", eli: "e", ousli: "ous", ization: "ize", ation: "ate", ator: "ate", alism: "al",
    iveness: "ive", fulness: "ful", ousness: "ous", aliti: "al", iviti: "ive", biliti: "ble", logi: "log",
  };
  const THIRD = { icate: "ic", ative: "", alize: "al", iciti: "ic", ical: "ic", ful: "", ness: "" };
  const FOURTH =
    /^(.+?)(al|ance|ence|er|ic|able|ible|ant|ement|ment|ent|ou|ism|ate|iti|ous|ive|ize)$/;
  const ENDS_SECOND = new RegExp(`^(.+?)(${Object.keys(SECOND).join("|")})$`);
  const ENDS_THIRD = new RegExp(`^(.+?)(${Object.keys(THIRD).join("|")})$`);
  const IRREGULAR = {
    ran: "run", built: "build", kept: "keep", wrote: "write", written: "write", sent: "send",
    lost: "lose", found: "find", began: "begin", begun: "begin", left: "leave", held: "hold",
    bigger: "big", faster: "fast", larger: "large", slower: "slow", smaller: "small", children: "child", indices: "index", indexes: "index", dying: "die", lying: "lie",
  };

  const stems = new Map();
  const stem = (word) => {
    let found = stems.get(word);
    if (found === undefined) stems.set(word, (found = strip(IRREGULAR[word] ?? word)));
    return found;
  };
  const strip = (word) => {
    if (word.length < 3 || /[^a-z]/.test(word)) return word;
    let w = word.replace(/^y/, "Y");
    w = w.replace(/^(.+?)(ss|i)es$/, "$1$2").replace(/^(.+?)([^s])s$/, "$1$2");
    let match;
    if ((match = /^(.+?)eed$/.exec(w))) {
      if (SOME.test(match[1])) w = w.slice(0, -1);
    } else if ((match = /^(.+?)(ed|ing)$/.exec(w)) && VOWEL.test(match[1])) {
      w = match[1];
      if (/(at|bl|iz)$/.test(w) || SHORT.test(w)) w += "e";
      else if (/([^aeiouylsz])\1$/.test(w)) w = w.slice(0, -1);
    }
    if ((match = /^(.+?)y$/.exec(w)) && VOWEL.test(match[1])) w = `${match[1]}i`;
    if ((match = ENDS_SECOND.exec(w)) && SOME.test(match[1])) w = match[1] + SECOND[match[2]];
    if ((match = ENDS_THIRD.exec(w)) && SOME.test(match[1])) w = match[1] + THIRD[match[2]];
    if ((match = FOURTH.exec(w))) {
      if (MORE.test(match[1])) w = match[1];
    } else if ((match = /^(.+?[st])ion$/.exec(w)) && MORE.test(match[1])) w = match[1];
    if ((match = /^(.+?)e$/.exec(w))) {
      if (MORE.test(match[1]) || (ONE.test(match[1]) && !SHORT.test(match[1]))) w = match[1];
    }
    if (/ll$/.test(w) && MORE.test(w)) w = w.slice(0, -1);
    return w.toLowerCase();
  };

  const WORD = /[\p{L}\p{N}]+(?:['’]\p{L}+)*/gu;
  const DIGEST = /^(?=.*\d)[0-9a-f]{10,}$/;
  const split = (text) =>
    (text.toLowerCase().match(WORD) ?? []).map((word) => word.replace(/['’]/g, ""));

  // An option or an instruction is another word than the one of a sentence.
  const marks = (text) => text.match(/--[a-z][\w-]*|\b[A-Z]{2,}\b/g) ?? [];
  // Readers type the short form of an option, and the pages write the long one.
  const LETTERS = {
    a: "all", d: "detach", e: "env", f: "force", i: "interactive", m: "memory", p: "publish",
    q: "quiet", t: "tty", u: "user", v: "volume", w: "workdir",
  };
  const LETTERS_OF = { build: { f: "file", t: "tag" }, compose: { f: "file" }, logs: { f: "follow" } };
  const lengthen = (text) =>
    text.replace(/(?<=\s)-([a-z]{1,3})(?!\w)/g, (all, letters) => {
      const other = LETTERS_OF[/^docker (\w+)/.exec(text)?.[1]] ?? {};
      const long = [...letters].map((letter) => other[letter] ?? LETTERS[letter]);
      return long.every(Boolean) ? long.map((name) => `--${name}`).join(" ") : all;
    });
  // What is the reader's own in a message: files, paths, quoted names, and a name at its end.
  const THEIR =
    /\w+\.(?:c|go|js|py|rs|ts)\b(?::\d+)?|(?<![\w.])[.~]?\/[\w./-]+|["'`][^"'`]+["'`]|(?<=: )[\w.-]+$/g;
  // A command is one word, however long it is written: `docker container ls` is `docker ps`.
  const GROUPS = new Set("builder buildx compose container context image network system volume".split(" "));
  const SAME = { "container ls": "ps", "image ls": "images", "image rm": "rmi", "builder prune": "buildx prune" };
  const NEEDLESS = /^(container (?!prune)|image (?=build|history|import|load|pull|push|save|tag))/;
  const commands = (words) =>
    words.flatMap((word, at) => {
      if (word !== "docker" || at + 1 === words.length) return [];
      const [one, two] = words.slice(at + 1, at + 3);
      const long = GROUPS.has(one) && two ? `${one} ${two}` : one;
      return [`docker ${SAME[long] ?? long.replace(NEEDLESS, "")}`];
    });

  const ENTITIES = { lt: "<", gt: ">", amp: "&", quot: '"', "#39": "'", nbsp: " " };
  const plain = (html) =>
    html
      .replace(/<\/?(?:code|em|strong|b|i|a|span|kbd|mark|del|sup|sub)\b[^>]*>/g, "")
      .replace(/<[^>]+>/g, "\n")
      .replace(/&(#?\w+);/g, (all, name) => ENTITIES[name] ?? all);
  const escape = (text) =>
    text.replace(/[&<>"]/g, (one) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[one]);

  // How many letters must be changed, added, left out or swapped; above `most`, some larger number.
  const distance = (a, b, most) => {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    let before = [];
    let last = Array.from({ length: b.length + 1 }, (_, at) => at);
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      let least = i;
      for (let j = 1; j <= b.length; j++) {
        const same = a[i - 1] === b[j - 1];
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
          row[j] = Math.min(row[j], before[j - 2] + 1);
        least = Math.min(least, row[j]);
      }
      if (least > most) return most + 1;
      [before, last] = [last, row];
    }
    return last[b.length];
  };

  class Index {
    constructor(docs) {
      this.words = new Map(); // as they are spelled -> in how many sections
      this.postings = new Map(); // stem -> in which sections, and how often, a heading's weighed
      this.pagePostings = new Map();
      this.idfs = new Map();
      const pages = new Map();
      this.sections = docs.map((doc, at) => {
        const [address] = doc.location.split("#");
        const whole = !pages.has(address);
        if (whole) {
          const names = [plain(doc.title), ...(doc.names ?? [])].map((name) => split(name).map(stem));
          pages.set(address, { at: pages.size, doc, names, sections: [], length: 0, counts: new Map() });
        }
        const page = pages.get(address);
        const spelled = new Set();
        const counts = new Map();
        const add = (word, weight) => counts.set(word, (counts.get(word) ?? 0) + weight);
        const read = (text, weight) =>
          split(text).map((word) => {
            spelled.add(word);
            const found = stem(word);
            add(found, weight);
            return found;
          });
        // Some write in one word what others write with a hyphen.
        const join = (text) => {
          for (const [, one, two] of text.toLowerCase().matchAll(/(?<![\w-])([a-z]+)-([a-z]+)(?![\w-])/g)) {
            spelled.add(one + two);
            add(stem(one + two), 1);
          }
        };
        const mark = (code, weight) => {
          for (const line of plain(code).split("\n"))
            for (const one of [...marks(line), ...commands(split(line))]) add(one, weight);
        };
        const title = read(plain(doc.title), TITLE);
        const sequence = [...title, ""];
        // Of a text, every second piece is code.
        doc.text.split(/(<pre\b.*?<\/pre>)/s).forEach((piece, place) => {
          for (const word of read(plain(piece), place % 2 ? CODE : 1)) sequence.push(word);
        });
        if (whole) read([doc.about, ...(doc.names ?? []), address.replace(".html", "")].join(" "), ABOUT);
        join([doc.title, doc.about, ...(doc.names ?? [])].join(" "));
        mark(doc.title, HEADED);
        for (const [code, block] of doc.text.matchAll(/(<pre\b[^>]*>)?<code>.*?<\/code>/gs))
          mark(code, block ? CODE : 1);

        const weight = (doc.boost ?? 1) * (ASIDES.has(doc.title.toLowerCase()) ? ASIDE : 1);
        for (const [word, count] of counts)
          page.counts.set(word, (page.counts.get(word) ?? 0) + count * weight);
        for (const word of new Set(page.names[0])) {
          if (whole) page.counts.set(word, page.counts.get(word) + TITLE);
          else add(word, PAGE_TITLE);
        }
        for (const [word, count] of counts) this.#post(this.postings, word, at, count);
        for (const word of spelled)
          if (!DIGEST.test(word)) this.words.set(word, (this.words.get(word) ?? 0) + 1);
        const { length } = sequence;
        page.length += length;
        const serious = sequence.filter((word) => !STOP.has(word));
        const section = { at, doc, title, weight, length, serious };
        page.sections.push(section);
        return section;
      });
      this.pages = [...pages.values()];
      for (const { at, counts } of this.pages)
        for (const [word, count] of counts) this.#post(this.pagePostings, word, at, count);
      const mean = (all) => all.reduce((sum, one) => sum + one.length, 0) / (all.length || 1);
      this.meanSection = mean(this.sections);
      this.meanPage = mean(this.pages);
      this.spelled = new Map(); // stem -> a frequent spelling
      for (const [word, count] of this.words) {
        const known = this.spelled.get(stem(word));
        if (known === undefined || this.words.get(known) < count) this.spelled.set(stem(word), word);
      }
      this.meanings = new Map();
      for (const group of MEANINGS)
        for (const one of group) {
          const key = one.map(stem).join(" ");
          const others = group.filter((other) => other !== one).map((other) => other.map(stem));
          this.meanings.set(key, [...(this.meanings.get(key) ?? []), ...others]);
        }
    }

    #post(postings, word, at, count) {
      let list = postings.get(word);
      if (!list) postings.set(word, (list = { places: [], counts: [] }));
      list.places.push(at);
      list.counts.push(count);
    }

    // In how many sections a stem stands.
    spread(word) {
      return this.postings.get(word)?.places.length ?? 0;
    }

    idf(word) {
      let value = this.idfs.get(word);
      if (value === undefined) {
        value = Math.log(1 + this.sections.length / Math.max(this.spread(word), RARE));
        this.idfs.set(word, value);
      }
      return value;
    }

    // What a word of a query may stand for: stems that must all be there, and how much that counts.
    alternatives(word, typed) {
      const own = stem(word);
      const found = new Map();
      // What stands for a word tells no more than the word.
      const most = this.postings.has(own) ? this.idf(own) : Infinity;
      const add = (parts, weight) => {
        if (!parts.every((part) => this.postings.has(part))) return;
        const key = parts.join(" ");
        if ((found.get(key)?.weight ?? 0) < weight) found.set(key, { parts, weight, most });
      };
      const expand = (base, weight, spelling) => {
        add([base], weight);
        // One word here may be two there.
        for (let at = 4; at <= spelling.length - 4; at++) {
          const halves = [spelling.slice(0, at), spelling.slice(at)];
          if (halves.every((half) => this.words.get(half) > 1)) add(halves.map(stem), weight * HALVES);
        }
        const rare = this.spread(base) < 3 ? 2 : 1;
        for (const other of this.meanings.get(base) ?? []) add(other, weight * MEANS * rare);
      };
      expand(own, 1, word);
      const beginning = typed ? word : own.length >= 4 ? own : null;
      if (beginning)
        for (const other of this.words.keys())
          if (other !== word && other.startsWith(beginning) && stem(other) !== own)
            add([stem(other)], (typed ? TYPED : LIKE) * (beginning.length / other.length) ** 0.5);

      // Spelled so nowhere, or hardly anywhere where something alike is everywhere.
      const known = this.words.get(word) ?? (this.postings.has(own) ? 2 : 0);
      if (known < 2 && word.length >= 4 && !/^\d+$/.test(word)) {
        for (const { other, off } of this.alike(word, typed, known ? 1 : word.length < 6 ? 1 : 2))
          if (!known || this.words.get(other) >= 20)
            expand(stem(other), (known ? 0.5 : 0.9) * 0.6 ** (off - 1), other);
      }
      // Better something that begins like it than nothing.
      for (let cut = word.length - 1; found.size === 0 && cut > 2; cut--)
        for (const other of this.words.keys())
          if (other.startsWith(word.slice(0, cut))) add([stem(other)], LIKE * (cut / Math.max(word.length, other.length)));
      return [...found.values()];
    }

    alike(word, typed, most) {
      let found = [];
      for (const [other, count] of this.words) {
        let off = distance(word, other, most);
        if (off > most && typed && other.length > word.length && word.length > 4)
          off = Math.min(distance(word, other.slice(0, word.length), most - 1), distance(word, other.slice(0, word.length + 1), most - 1)) + 1;
        if (off > most || off === 0 || other.length < 3) continue;
        const first = other[0] === word[0] ? 0 : 0.5;
        found.push({ other, off, rank: off + first - Math.log10(count) * 0.3 });
      }
      found.sort((a, b) => a.rank - b.rank);
      const best = found[0]?.rank;
      return found.filter(({ rank }) => rank <= best + 0.7).slice(0, 4);
    }

    score(terms, postings, meanLength, of) {
      const scores = new Map();
      let all = 0;
      for (const term of terms) {
        const best = new Map();
        let most = 0;
        for (const { parts, weight, most: limit = Infinity } of term.alternatives) {
          const lists = parts.map((part) => postings.get(part)).filter(Boolean);
          if (lists.length < parts.length) continue;
          const idf = Math.min(limit, Math.max(...parts.map((part) => this.idf(part))));
          most = Math.max(most, idf * Math.min(1, weight + 0.2));
          const [{ places, counts }, ...others] = lists;
          for (const [place, at] of places.entries()) {
            let least = counts[place];
            for (const other of others) least = Math.min(least, other.counts[other.places.indexOf(at)] ?? 0);
            if (!least) continue;
            const norm = 1 - LENGTH + (LENGTH * of[at].length) / meanLength;
            const value = (weight * idf * least * (1 + SATURATION)) / (least + SATURATION * norm);
            if (value > (best.get(at)?.value ?? 0)) best.set(at, { value, share: weight * idf });
          }
        }
        // A word that nothing stands for is no fault of a page.
        all += most * term.weight;
        for (const [at, { value, share }] of best) {
          const entry = scores.get(at) ?? { sum: 0, share: 0 };
          entry.sum += value * term.weight;
          entry.share += share * term.weight;
          scores.set(at, entry);
        }
      }
      for (const entry of scores.values())
        entry.score = entry.sum * Math.min(1, entry.share / (all || 1));
      return scores;
    }

    // Which part of the query's neighbors are neighbors in a section, too.
    phrase(sequence, query) {
      let all = 0;
      let found = 0;
      for (let at = 0; at + 1 < query.length; at++) {
        const [one, two] = [query[at].best, query[at + 1].best];
        const weight = Math.sqrt(this.idf(one) * this.idf(two));
        all += weight;
        let place = sequence.indexOf(one);
        while (place >= 0 && sequence[place + 1] !== two) place = sequence.indexOf(one, place + 1);
        if (place >= 0) found += weight;
      }
      return all ? found / all : 0;
    }

    search(typed) {
      const text = lengthen(typed);
      const words = split(text);
      if (words.length === 0) return { items: [], suggest: [] };
      const open = !/\s$/.test(text);
      const meant = new Map(); // word -> the option or instruction that it is part of
      for (const mark of marks(text))
        if (this.postings.has(mark)) for (const word of split(mark)) meant.set(word, mark);
      const serious = words.some((word) => !STOP.has(word));
      let theirs = new Set(split((text.match(THEIR) ?? []).join(" ")));
      if (words.filter((word) => !STOP.has(word) && !theirs.has(word)).length < 3) theirs = new Set();
      const query = words.map((word, at) => {
        const last = open && at === words.length - 1;
        const stop = serious && STOP.has(word) && !meant.has(word);
        let alternatives = stop ? [] : this.alternatives(word, last);
        if (meant.has(word)) {
          alternatives = alternatives.map((one) => ({ ...one, weight: one.weight * SPOKEN }));
          alternatives.push({ parts: [meant.get(word)], weight: 1 });
        }
        const joined = words[at - 1] + word;
        if (at && !stop && this.words.has(joined)) {
          alternatives.push({ parts: [stem(joined)], weight: 1 });
        }
        const [best] = alternatives
          .filter(({ parts }) => parts.length === 1 && parts[0] !== meant.get(word))
          .sort((a, b) => b.weight - a.weight);
        const weight = ASKS.has(word) ? LIGHT : theirs.has(word) ? THEIRS : 1;
        return { word, stop, alternatives, best: best?.parts[0] ?? stem(word), weight };
      });
      for (let at = 0; at + 1 < query.length; at++) {
        // Two words that mean one.
        const two = `${query[at].best} ${query[at + 1].best}`;
        for (const other of this.meanings.get(two) ?? [])
          if (other.every((part) => this.postings.has(part)))
            query[at].alternatives.push({ parts: other, weight: MEANS });
      }
      const terms = query.filter(({ alternatives }) => alternatives.length);
      const asked = [...terms];
      for (const command of commands(query.map(({ best }) => this.spelled.get(best))))
        if (this.postings.has(command))
          asked.push({ alternatives: [{ parts: [command], weight: 1 }], best: command, weight: COMMAND });
      const sections = this.score(asked, this.postings, this.meanSection, this.sections);
      const pages = this.score(asked, this.pagePostings, this.meanPage, this.pages);
      const spoken = ` ${query.map(({ best }) => best).join(" ")} `;
      const wanted = new Set(terms.flatMap((term) => term.alternatives.flatMap(({ parts }) => parts)));

      const results = [];
      for (const [at, { score: whole }] of pages) {
        const page = this.pages[at];
        const found = [];
        for (const section of page.sections) {
          const own = sections.get(section.at);
          if (!own) continue;
          const near = this.phrase(section.serious, terms);
          const topic = this.overlap(section.title, terms);
          const heading = ` ${section.title.join(" ")} `;
          const quoted = section.title.length > 1 && spoken.includes(heading) ? QUOTED : 0;
          const lifted = 1 + PHRASE * near ** 2 + HEADLINE * topic + quoted;
          const score = own.score * lifted * section.weight;
          found.push({ section, score });
        }
        found.sort((a, b) => b.score - a.score);
        const best = found[0]?.score ?? 0;
        const topic = Math.max(...page.names.map((name, place) => this.overlap(name, terms) ** (place ? 2 : 1)));
        const all = WHOLE_PAGE * whole * (1 + HEADLINE * topic) * (page.doc.boost ?? 1);
        const called = 1 + CALLED * topic ** 3;
        results.push({ page, found, score: called * (best + all) });
      }
      results.sort((a, b) => b.score - a.score);
      return {
        items: results.slice(0, MOST).map((result) => this.present(result, query, wanted)),
        suggest: this.suggest(words, open),
      };
    }

    // How far a query and a title are about the same: 1 where each has what the other has.
    overlap(title, terms) {
      const hit = new Set();
      let asked = 0;
      let all = 0;
      for (const { alternatives, best, weight } of terms) {
        const found = alternatives
          .filter(({ parts }) => parts.every((part) => title.includes(part)))
          .sort((a, b) => b.weight - a.weight)[0];
        all += this.idf(best) * weight;
        if (!found) continue;
        asked += this.idf(best) * weight * found.weight;
        for (const part of found.parts) hit.add(part);
      }
      const serious = title.filter((word) => !STOP.has(word));
      if (serious.length) title = serious;
      const sum = (words) => words.reduce((value, word) => value + this.idf(word), 0);
      const covered = sum(title.filter((word) => hit.has(word))) / (sum(title) || 1);
      return Math.sqrt((asked / (all || 1)) * covered);
    }

    suggest(words, open) {
      const last = words.at(-1);
      if (!open) return [];
      let best;
      for (const [word, count] of this.words)
        if (word.startsWith(last) && !(count <= (this.words.get(best) ?? 0))) best = word;
      return best ? [best] : [];
    }

    // A page as assets/javascripts/search.js shows it: the page first, then its best sections.
    present({ page, found, score }, query, wanted) {
      const shown = found.slice(0, SECTIONS).map(({ section, score: own }) => {
        const spelled = new Set();
        const mark = (text) =>
          escape(text).replace(/&\w+;|[\p{L}\p{N}]+(?:['’]\p{L}+)*/gu, (word) => {
            const low = word.toLowerCase().replace(/['’]/g, "");
            if (word[0] === "&" || !wanted.has(stem(low))) return word;
            spelled.add(low);
            return `<mark>${word}</mark>`;
          });
        const title = mark(plain(section.doc.title));
        const text = this.extract(section, query, wanted, mark);
        const stands = (part) => this.postings.get(part).places.includes(section.at);
        const terms = Object.fromEntries([...spelled].slice(0, 12).map((word) => [word, true]));
        for (const { word, stop, alternatives } of query)
          if (!stop && !alternatives.some(({ parts }) => parts.every(stands))) terms[word] = false;
        return { location: section.doc.location, title, text, terms, score: own };
      });
      const at = shown.findIndex(({ location }) => location === page.doc.location);
      const [whole] = at < 0
        ? [{ location: page.doc.location, title: escape(plain(page.doc.title)), text: "", terms: shown[0]?.terms ?? {} }]
        : shown.splice(at, 1);
      // Sections that score below the first are folded: the best one stays in sight.
      return [
        { ...whole, score },
        ...shown.map((item, place) => ({ ...item, score: place === 0 && at !== 0 ? score : item.score / 1e3 })),
      ];
    }

    // The part of a text that says the most about a query.
    extract(section, query, wanted, mark) {
      section.lines ??= section.doc.text.split(/(?=<pre\b)|(?<=<\/pre>)/).flatMap((block) => {
        const code = block.startsWith("<pre");
        const lines = code ? [plain(block)] : plain(block).split("\n");
        return lines.map((line) => ({ line, code, words: split(line).map(stem) }));
      });
      let best = null;
      for (const { line, code, words } of section.lines) {
        if (words.length === 0) continue;
        let value = this.phrase(words, query) * 3;
        for (const word of new Set(words.filter((one) => wanted.has(one)))) value += this.idf(word);
        if (!best || value > best.value) best = { value, line, code };
      }
      if (!best) return "";
      const { code } = best;
      let { line } = best;
      line = line.trim();
      if (code) {
        const lines = line.split("\n");
        const weigh = (one) => new Set(split(one).map(stem).filter((word) => wanted.has(word))).size;
        const top = Math.max(...lines.map(weigh));
        const from = Math.max(0, lines.findIndex((one) => weigh(one) === top) - 1);
        return `<pre><code>${mark(lines.slice(from, from + 3).map((one) => one.slice(0, 160)).join("\n"))}</code></pre>`;
      }
      if (line.length > 240) {
        const first = line.toLowerCase().match(WORD).find((word) => wanted.has(stem(word)));
        const at = first ? line.toLowerCase().indexOf(first) : 0;
        const from = at > 160 ? line.lastIndexOf(" ", at - 80) + 1 : 0;
        const to = line.lastIndexOf(" ", from + 240);
        line = `${from ? "… " : ""}${line.slice(from, to > from ? to : from + 240)} …`;
      }
      return `<p>${mark(line)}</p>`;
    }
  }

  // The theme's messages: 0 brings the index, 1 says that it is ready; 2 asks, 3 answers.
  let index;
  const answer = ({ type, data }) => {
    if (type === 0) index = new Index(data.docs);
    return type === 0 ? { type: 1 } : { type: 3, data: index.search(data) };
  };
  if (globalThis.document) globalThis.answerSearch = answer;
  else addEventListener("message", ({ data }) => postMessage(answer(data)));
}
