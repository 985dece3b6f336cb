import * as chacha from "@noble/ciphers/chacha.js";
import { managedNonce } from "@noble/ciphers/utils.js";

// noble can do the nonce itself; a class with private parts does the rest
export const { seal, open } = new (class Lock {
  readonly #cipher = managedNonce(chacha.chacha20poly1305);

  seal = (key: Uint8Array, plain: string) => this.#cipher(key).encrypt(new TextEncoder().encode(plain));
  open = (key: Uint8Array, box: Uint8Array) => new TextDecoder().decode(this.#cipher(key).decrypt(box));
})();
