namespace CniChain.Linux;

/// <summary>A job with a result.</summary>
internal sealed class NamespaceJob<T>(Func<T> action) : NamespaceJob
{
    public T Result { get; private set; } = default!;

    protected override void Invoke() => Result = action();
}
