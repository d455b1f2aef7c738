using System.Globalization;
using System.Text;

namespace CniChain.Host;

/// <summary>The caller's stderr, shared by log lines and the executed plugins' own output. A caller who has gone costs nothing.</summary>
/// <param name="stderr">The stream.</param>
/// <param name="clock">Puts the time before every line, in a log that nobody else does it for; null leaves it out.</param>
internal sealed class StderrLog(Stream stderr, TimeProvider? clock = null) : ICniLog
{
    private readonly Lock _gate = new();
    private bool _gone;

    public void Info(string message) => WriteLine("cnichain: ", message);

    public void Warn(string message) => WriteLine("cnichain: warning: ", message);

    /// <summary>Passes on what an executed plugin wrote.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_gone)
            {
                return;
            }

            try
            {
                stderr.Write(bytes);
                stderr.Flush();
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // The caller closed its stderr: there is nobody left to tell, and the request goes on all the same.
                _gone = true;
            }
        }
    }

    private void WriteLine(string prefix, string message) => Write(Encoding.UTF8.GetBytes($"{Time()}{prefix}{message}\n"));

    private string Time() =>
        clock is null ? "" : clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z '", CultureInfo.InvariantCulture);
}
