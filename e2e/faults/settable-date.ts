/* Loaded into the operator before anything else (--import): SIGUSR2 sets its wall clock by CLOCK_JUMP_SECONDS; what is monotonic goes on. */
const RealDate = Date;
let offset = 0;

class SettableDate extends RealDate {
  constructor(...given: readonly unknown[]) {
    super(...((given.length === 0 ? [SettableDate.now()] : given) as [number]));
  }

  static override now(): number {
    return RealDate.now() + offset;
  }
}

globalThis.Date = SettableDate as DateConstructor;
process.on('SIGUSR2', () => {
  offset += Number(process.env['CLOCK_JUMP_SECONDS']) * 1000;
  console.log('The wall clock was set.');
});
