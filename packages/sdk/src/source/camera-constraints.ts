/** Which camera, and what it should deliver. Sizes and rate are wishes: the camera comes as near as it can. */
export interface CameraOptions {
  /** Exactly this camera, by its id from `listCameras`. Default: the browser's choice. */
  readonly deviceId?: string;
  /** `user` looks at whoever holds the device, `environment` away from them. A wish. Default: the browser's choice. */
  readonly facing?: 'user' | 'environment';
  /** Wished-for width of the picture, px. */
  readonly width?: number;
  /** Wished-for height of the picture, px. */
  readonly height?: number;
  /** Wished-for rate, pictures a second. */
  readonly frameRate?: number;
  /**
   * More constraints, laid over those above. Where no camera can meet them, they are tried once more as wishes
   * (`exact`, `min` and `max` become `ideal`); only the device id stays as it is.
   */
  readonly constraints?: MediaTrackConstraints;
}

/** The constraints of {@link CameraOptions}. */
export function cameraConstraints(options: CameraOptions): MediaTrackConstraints {
  const { deviceId, facing, width, height, frameRate, constraints } = options;
  return {
    ...(deviceId === undefined ? {} : { deviceId: { exact: deviceId } }),
    ...(facing === undefined ? {} : { facingMode: { ideal: facing } }),
    ...(width === undefined ? {} : { width: { ideal: width } }),
    ...(height === undefined ? {} : { height: { ideal: height } }),
    ...(frameRate === undefined ? {} : { frameRate: { ideal: frameRate } }),
    ...constraints,
  };
}

function relaxedConstraint(constraint: unknown): unknown {
  if (typeof constraint !== 'object' || constraint === null || Array.isArray(constraint)) return constraint;
  const { exact, ideal, min, max } = constraint as ConstrainULongRange & ConstrainDOMStringParameters;
  const wish = ideal ?? exact ?? max ?? min;
  return wish === undefined ? {} : { ideal: wish };
}

/** The same constraints as wishes, except which device. `advanced` sets are wishes already. */
export function relaxedConstraints(constraints: MediaTrackConstraints): MediaTrackConstraints {
  return Object.fromEntries(
    Object.entries(constraints).map(([name, value]) => [name, name === 'deviceId' ? value : relaxedConstraint(value)]),
  );
}
