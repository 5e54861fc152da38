/** Stands in for the packer of assets when tests load CDKTF. */
export default function archiver(): never {
  throw new Error('no test packs assets');
}
