// Priya, homework 1
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes, randomBytes } from "@noble/ciphers/utils.js";

export function seal(key: Uint8Array, plain: string): Uint8Array
{
	let nonce = randomBytes(12);   
	let sealed = chacha20poly1305(key, nonce).encrypt(new TextEncoder().encode(plain));
	return concatBytes(nonce, sealed);
}

export function open(key: Uint8Array, box: Uint8Array): string
{
	if (box.length < 12 + 16) { throw new Error("too short"); }
	let plain = chacha20poly1305(key, box.slice(0, 12)).decrypt(box.slice(12));
	return new TextDecoder("utf-8").decode(plain);
}
