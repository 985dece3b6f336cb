// Priya, homework 1
export function flip(box: Uint8Array, known: string, wanted: string): Uint8Array
{
	if (known.length != wanted.length) { throw new Error("lengths differ"); }   
	let forged = new Uint8Array(box.length);
	for (let i = 0; i < box.length; i++)
	{
		let j = i - 12;
		if (j >= 0 && j < known.length) { forged[i] = box[i] ^ known.charCodeAt(j) ^ wanted.charCodeAt(j); }
		else { forged[i] = box[i]; }
	}
	return forged;
}
