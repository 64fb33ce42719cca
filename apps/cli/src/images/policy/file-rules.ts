import type { TarEntry } from './tar-entries';

const WHITEOUT = '.wh.';
const OPAQUE = '.wh..wh..opq';
const SET_ID = 0o6000;

/** The files of an image as a container sees them: what upper layers replace or remove is gone. */
export class FinalFiles {
  private readonly files = new Map<string, Omit<TarEntry, 'content'>>();

  /** Puts a layer on top of those before. */
  addLayer(entries: readonly Omit<TarEntry, 'content'>[]): void {
    // What a layer removes is of the layers below it, whatever the order of its entries.
    for (const { path } of entries) {
      const name = path.slice(path.lastIndexOf('/') + 1);
      const folder = path.slice(0, path.length - name.length);
      if (name === OPAQUE) this.remove(folder.replace(/\/$/, ''), false);
      else if (name.startsWith(WHITEOUT)) this.remove(`${folder}${name.slice(WHITEOUT.length)}`, true);
    }
    for (const { path, type, mode, uid, gid } of entries) {
      if (path.slice(path.lastIndexOf('/') + 1).startsWith(WHITEOUT)) continue;
      if (this.files.get(path)?.type === 'directory' && type !== 'directory') this.remove(path, true);
      this.files.set(path, { path, type, mode, uid, gid });
    }
  }

  get count(): number {
    return this.files.size;
  }

  /** Programs that would run as another user or group than the one that starts them. */
  setId(): string[] {
    return this.paths(({ type, mode }) => type === 'file' && (mode & SET_ID) !== 0);
  }

  /** What this user could write to, beside /tmp. Devices are left out: engines put their own over those of an image. */
  writable(user: string): string[] {
    const [uid, gid] = user.split(':').map(Number);
    return this.paths(({ path, type, mode, uid: owner, gid: group }) => {
      // The mode of a link says nothing: its target's does.
      if (type === 'link' || type === 'other' || path === 'tmp' || path.startsWith('tmp/')) return false;
      // An owner can give himself every right.
      if (owner === uid) return true;
      return (mode & (group === gid ? 0o020 : 0o002)) !== 0;
    });
  }

  private paths(wanted: (file: Omit<TarEntry, 'content'>) => boolean): string[] {
    return [...this.files.values()]
      .filter(wanted)
      .map(({ path }) => `/${path}`)
      .sort();
  }

  private remove(path: string, itself: boolean): void {
    if (itself) this.files.delete(path);
    for (const other of this.files.keys()) {
      if (path === '' || other.startsWith(`${path}/`)) this.files.delete(other);
    }
  }
}
