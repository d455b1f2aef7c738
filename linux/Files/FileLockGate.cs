namespace CniChain.Linux;

/// <summary>The queue of this process's threads for one locked file; there while anybody is in it.</summary>
internal sealed class FileLockGate
{
    private static readonly Dictionary<string, FileLockGate> s_gates = new(StringComparer.Ordinal);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly string _path;
    private int _users;

    private FileLockGate(string path) => _path = path;

    /// <returns>Null when the time was over first.</returns>
    public static FileLockGate? Enter(string path, TimeSpan timeout, CancellationToken cancellation)
    {
        FileLockGate? gate;
        lock (s_gates)
        {
            if (!s_gates.TryGetValue(path, out gate))
            {
                s_gates.Add(path, gate = new FileLockGate(path));
            }

            gate._users++;
        }

        var entered = false;
        try
        {
            entered = gate._turn.Wait(timeout, cancellation);
            return entered ? gate : null;
        }
        finally
        {
            if (!entered)
            {
                gate.Forget();
            }
        }
    }

    public void Leave()
    {
        _turn.Release();
        Forget();
    }

    private void Forget()
    {
        lock (s_gates)
        {
            if (--_users == 0)
            {
                s_gates.Remove(_path);
            }
        }
    }
}
