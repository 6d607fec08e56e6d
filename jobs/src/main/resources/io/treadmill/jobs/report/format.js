// Texts of amounts, prices and times. Amounts come as codes that hold exactly the digits shown
// (UsdCode.java): 0 none, 1 below one cent, else 2 + 900 (exponent + 2) + mantissa - 100.
const NONE = 0;
const TINY = 1;
const FIRST = 2;
const MINUTE = 60000;
const DAY = 86400000;

function usdOfCode(code) {
  if (code < FIRST) return 0;
  const exponent = Math.floor((code - FIRST) / 900) - 2;
  return Number(((code - FIRST) % 900) + 100 + "e" + (exponent - 2));
}

function usdText(code) {
  if (code === NONE) return "none";
  if (code === TINY) return "< $0.01";
  const exponent = Math.floor((code - FIRST) / 900) - 2;
  const mantissa = ((code - FIRST) % 900) + 100;
  const group = Math.max(0, Math.min(4, Math.floor(exponent / 3)));
  const power = exponent - 2 - 3 * group;
  const number = Number(mantissa + "e" + power);
  return "$" + number.toFixed(Math.max(0, -power)) + ["", "k", "M", "B", "T"][group];
}

function shortUsd(usd, digits) {
  if (!(usd > 0)) return "$0";
  const rounded = Number(usd.toPrecision(digits));
  const group = Math.max(0, Math.min(4, Math.floor(Math.log10(rounded) / 3 + 1e-9)));
  const number = Number((rounded / Math.pow(1000, group)).toPrecision(digits));
  return "$" + number + ["", "k", "M", "B", "T"][group];
}

function aboutUsd(usd) {
  return usd > 0 ? "≈ " + shortUsd(usd, 2) : "none";
}

function amountText(value) {
  return value.toLocaleString("en-US", { maximumSignificantDigits: 5 });
}

function shortAmount(value) {
  const size = Math.abs(value);
  const group = size >= 1e9 ? 3 : size >= 1e6 ? 2 : size >= 1e3 ? 1 : 0;
  return Number((value / Math.pow(1000, group)).toPrecision(4)) + ["", "k", "M", "B"][group];
}

function priceText(price) {
  const decimals = Math.max(0, Math.min(10, 4 - Math.floor(Math.log10(price))));
  return price.toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

function axisPrice(price) {
  return price.toLocaleString("en-US", { maximumSignificantDigits: 6 });
}

function timeText(ms) {
  return new Date(ms).toISOString().slice(0, 16).replace("T", " ");
}

function percentText(fraction, digits) {
  const value = (100 * fraction).toFixed(digits);
  return (fraction > 0 ? "+" : "") + value.replace("-", "−") + " %";
}
