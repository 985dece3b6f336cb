// Types of what every lesson imports, read while nobody waits. A .mts, so that our own compiler leaves it alone.
import "@noble/ciphers/aes.js";
import "@noble/ciphers/chacha.js";
import "@noble/ciphers/utils.js";
import "@noble/curves/ed25519.js";
import "@noble/hashes/sha2.js";
import "@session-keys/kit";
