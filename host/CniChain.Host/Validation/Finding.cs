namespace CniChain.Host.Validation;

/// <summary>One thing that validation has to say.</summary>
/// <param name="Severity">What it means.</param>
/// <param name="File">The file it is about.</param>
/// <param name="Place">Where in the file; null when the file cannot be read at all.</param>
/// <param name="Path">The same as a JSON path such as "plugins[0].chain[1].mtu"; empty for the file as a whole.</param>
/// <param name="Message">A sentence.</param>
internal sealed record Finding(Severity Severity, string File, JsonPlace? Place, string Path, string Message);
