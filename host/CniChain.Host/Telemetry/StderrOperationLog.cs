using System.Text;

namespace CniChain.Host;

/// <summary>Lines on the host's own stderr: host.log, or what a service manager makes of it.</summary>
internal sealed class StderrOperationLog(StderrLog log) : IOperationLog
{
    public void Write(in OperationOutcome operation) => log.Write(Encoding.UTF8.GetBytes(LogLine.Of(operation) + "\n"));
}
