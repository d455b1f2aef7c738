namespace CniChain.Host;

/// <summary>Which signals the standard variables ask to be exported over OTLP.</summary>
[Flags]
internal enum ExportSignals
{
    None = 0,
    Traces = 1,
    Metrics = 2,
    Logs = 4,
}
