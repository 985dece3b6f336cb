// hint: Whatever goes in, the numbers of the RFC come out. Compute them from what you are given.
// caught by: computes fresh secrets with your own hkdfExpandLabel of lesson 7
import { hexToBytes } from "@noble/hashes/utils.js";

export function keySchedule(_ecdhe: Uint8Array, _helloHash: Uint8Array, _serverHash: Uint8Array) {
  return {
    handshake: hexToBytes("1dc826e93606aa6fdc0aadc12f741b01046aa6b99f691ed221a9f0ca043fbeac"),
    clientHs: hexToBytes("b3eddb126e067f35a780b3abf45e2d8f3b1a950738f52e9600746a0e27a55a21"),
    serverHs: hexToBytes("b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38"),
    master: hexToBytes("18df06843d13a08bf2a449844c5f8a478001bc4d4c627984d5a41da8d0402919"),
    clientApp: hexToBytes("9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5"),
    serverApp: hexToBytes("a11af9f05531f856ad47116b45a950328204b4f44bfb6b3a4b4f1f3fcb631643"),
  };
}
