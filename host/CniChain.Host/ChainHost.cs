namespace CniChain.Host;

/// <summary>Serves CNI requests: the one entry point of the foreground run, the command line and the resident host.</summary>
/// <remarks>Safe for concurrent calls. Nothing process-wide is touched: no current directory, no environment, no console.</remarks>
internal sealed class ChainHost
{
    private readonly ChainHostOptions options;

    public ChainHost(ChainHostOptions options) => this.options = options;

    /// <summary>Serves one request. Never throws: every failure is a CNI error on stdout with exit status 1.</summary>
    public Task<CniReply> ServeAsync(CniRequest request, CancellationToken cancellationToken)
    {
        var error = new CniException(CniErrorCode.InvalidEnvironment, $"CNI_COMMAND {request.Command} with state in {options.StateDirectory}");
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(new CniReply(1, CniError.ToUtf8(error, null)));
    }
}
