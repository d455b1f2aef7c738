namespace CniChain.Host;

/// <summary>A running export, as seen by those who must not load the OpenTelemetry SDK.</summary>
internal interface ITelemetryExport : IDisposable
{
    /// <summary>What is exported.</summary>
    ExportSignals Signals { get; }

    /// <summary>Takes operations as log records; null when logs are not exported.</summary>
    IOperationLog? Logs { get; }
}
