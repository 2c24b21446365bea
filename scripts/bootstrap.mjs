// Only asks whether this Node is new enough, in a language that an old one understands, and goes on in commands.mjs.
const version = process.versions.node.split('.').map(Number);
const enough = version[0] === 20 ? version[1] >= 19 : version[0] === 22 ? version[1] >= 13 : version[0] > 22;

if (enough) {
  import('./commands.mjs')
    .then((commands) => commands.main(process.argv.slice(2)))
    .then((status) => {
      process.exitCode = status;
    });
} else {
  console.error(`Node 20.19, 22.13 or newer is needed, this is ${process.versions.node}: see https://nodejs.org.`);
  process.exitCode = 1;
}
