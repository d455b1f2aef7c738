namespace CniChain.Host.Validation;

/// <summary>A place in a text file, as editors count: both from 1, columns in characters.</summary>
/// <param name="Line">The line.</param>
/// <param name="Column">The column.</param>
internal readonly record struct JsonPlace(int Line, int Column);
