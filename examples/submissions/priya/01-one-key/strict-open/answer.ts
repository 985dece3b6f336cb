// Priya, homework 1
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes } from "@noble/ciphers/utils.js";

export function strictOpen(key: Uint8Array, nonce: Uint8Array, ciphertext: Uint8Array, tag: Uint8Array, aad: Uint8Array): Uint8Array | null
{
	if (key.length != 32) { return null; }
	if (nonce.length != 12) { return null; }
	if (tag.length != 16) { return null; }
	try
	{
		return chacha20poly1305(key, nonce, aad).decrypt(concatBytes(ciphertext, tag));
	}
	catch (error)
	{
		return null;
	}
}
