/** The sound of a new message: two soft notes, made here, so that nothing is loaded. Off until it is wanted. */
import type { Shelf } from './storage';

const NOTES_HZ = [660, 880];
const NOTE_S = 0.14;
const LOUDNESS = 0.06;

export class Chime {
  private context: AudioContext | null = null;

  constructor(
    private readonly shelf: Shelf,
    private readonly key = 'aisle-sound',
  ) {}

  get on(): boolean {
    return this.shelf.read(this.key) === true;
  }

  /** Called from a press: browsers let sound begin only then. */
  set on(wanted: boolean) {
    if (wanted) {
      this.shelf.write(this.key, true);
      this.play();
    } else {
      this.shelf.remove(this.key);
    }
  }

  play(): void {
    if (!this.on || typeof AudioContext === 'undefined') return;
    this.context ??= new AudioContext();
    const { context } = this;
    // Without a press on this page yet the browser keeps it suspended: then it is silent.
    if (context.state === 'suspended') void context.resume().catch(() => undefined);
    NOTES_HZ.forEach((pitch, index) => note(context, pitch, context.currentTime + index * NOTE_S));
  }
}

function note(context: AudioContext, pitch: number, at: number): void {
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.frequency.value = pitch;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(LOUDNESS, at + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + NOTE_S * 2);
  tone.connect(volume).connect(context.destination);
  tone.start(at);
  tone.stop(at + NOTE_S * 2);
}
