// Small pictures drawn when the map first asks for them: patterns of areas and shapes of points. The id says what to draw.

/** `area|pattern|colour|ink` or `point|shape|colour|ink`. */
export const areaPicture = (pattern: string, colour: string, ink: string) => `area|${pattern}|${colour}|${ink}`;
export const pointPicture = (shape: string, colour: string, ink: string) => `point|${shape}|${colour}|${ink}`;

const SIZE = 16;

export function draw(id: string, ratio = 2): ImageData | null {
  const [what, form = "", colour = "", ink = ""] = id.split("|");
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE * ratio;
  const pen = canvas.getContext("2d");
  if (!pen) return null;
  pen.scale(ratio, ratio);
  if (what === "area") area(pen, form, colour, ink);
  else if (what === "point") point(pen, form, colour, ink);
  else return null;
  return pen.getImageData(0, 0, canvas.width, canvas.height);
}

function area(pen: CanvasRenderingContext2D, form: string, colour: string, ink: string) {
  if (colour !== "none") {
    pen.fillStyle = colour;
    pen.fillRect(0, 0, SIZE, SIZE);
  }
  pen.strokeStyle = pen.fillStyle = ink;
  pen.lineWidth = form === "hatch" ? 1.4 : 1;
  const line = (x: number, y: number, toX: number, toY: number) => { pen.beginPath(); pen.moveTo(x, y); pen.lineTo(toX, toY); pen.stroke(); };
  const slant = (down: boolean) => { for (let x = -SIZE; x <= SIZE; x += 8) line(x, down ? 0 : SIZE, x + SIZE, down ? SIZE : 0); };
  if (form === "hatch" || form === "lines" || form === "cross") slant(false);
  if (form === "cross") slant(true);
  if (form === "upright") for (let x = 2; x < SIZE; x += 8) line(x, 0, x, SIZE);
  if (form === "level") for (let y = 2; y < SIZE; y += 8) line(0, y, SIZE, y);
  if (form === "dots") for (const [x, y] of [[4, 4], [12, 12]] as const) { pen.beginPath(); pen.arc(x, y, 1.3, 0, 7); pen.fill(); }
}

/** Corners of the shapes of points, in a square of 16. */
export const SHAPES: Record<string, string> = {
  square: "M3.500 3.500h9v9h-9z", triangle: "M8 2.500l5.800 10.500H2.200z", diamond: "M8 2l6 6-6 6-6-6z", down: "M8 13.500L2.200 3h11.600z",
  plus: "M6 2.500h4V6h3.500v4H10v3.500H6V10H2.500V6H6z", circle: "M8 3a5 5 0 1 0 .001 0z", hatch: "M8 3a5 5 0 1 0 .001 0z",
};

function point(pen: CanvasRenderingContext2D, form: string, colour: string, ink: string) {
  const path = new Path2D(SHAPES[form] ?? SHAPES.circle);
  pen.fillStyle = colour;
  pen.fill(path);
  pen.strokeStyle = ink;
  pen.lineWidth = 1;
  pen.stroke(path);
  if (form === "hatch") {
    pen.clip(path);
    pen.beginPath();
    for (let x = -SIZE; x <= SIZE; x += 4) { pen.moveTo(x, SIZE); pen.lineTo(x + SIZE, 0); }
    pen.stroke();
  }
}
